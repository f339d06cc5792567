import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { hostAsks } from './asks-hosts.ts'
import { askWasItYou, hostTouched } from './host-touched.ts'
import { shellOpened } from './shell-opened.ts'

export const hostDecisions: Decisions<typeof hostAsks> = {
  'ask-was-it-you': askWasItYou,
  'host-touched': hostTouched,
  'shell-opened': shellOpened,
}

export const hostReactions: Reactions = {}
