import type { z } from 'zod'
import { type Decide, happened } from '../../incident/decision.ts'
import type { hostAsks } from './asks-hosts.ts'

/** Whose signature a host took, and for which account: it has happened there already, so it is said and never refused. */
export const shellOpened: Decide<z.infer<(typeof hostAsks)['shell-opened']['body']>> = (_was, { body, by }) => [
  happened('ShellOpened', { ...body, person: by.id }),
]
