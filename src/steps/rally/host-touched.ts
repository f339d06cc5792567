import type { z } from 'zod'
import { type Decide, happened } from '../../incident/decision.ts'
import { maskKnownShapes } from '../../redact/mask.ts'
import type { hostAsks } from './asks-hosts.ts'

/** What others did on a host where this incident is worked on. It stops nobody; it is said. */
export const hostTouched: Decide<z.infer<(typeof hostAsks)['host-touched']['body']>> = (was, { body }) => {
  if (was.status === 'resolved') return []
  const { who, why } = body
  return [
    happened('HostTouched', {
      ...body,
      ...(who && { who: maskKnownShapes(who) }),
      ...(why && { why: maskKnownShapes(why) }),
    }),
  ]
}
