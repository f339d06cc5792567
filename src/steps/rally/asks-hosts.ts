import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'
import { text } from './asks-parts.ts'

/** What happens on hosts: shells that were opened, checks, and what others do there. */
export const hostAsks = {
  'host-touched': {
    body: z.strictObject({
      host: text(200),
      what: z.enum(['login', 'no-tty', 'held', 'package', 'cron', 'deploy']),
      who: text(200).optional(),
      from: text(200).optional(),
      why: text(500).optional(),
      count: z.int().min(1).max(1_000_000),
    }),
    action: 'system',
    says: 'Somebody or something other than the operator did something on a host.',
  },
} satisfies AskSpecs
