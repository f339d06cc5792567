import type { Decisions } from '../../incident/asks.ts'
import { happened } from '../../incident/decision.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { hostAsks } from './asks-hosts.ts'
import { askWasItYou, hostTouched } from './host-touched.ts'
import { shellOpened } from './shell-opened.ts'

export const hostDecisions: Decisions<typeof hostAsks> = {
  'ask-was-it-you': askWasItYou,
  'host-touched': hostTouched,
  'shell-opened': shellOpened,
  'check-ran': (_, { body }) => [happened('CheckRan', body)],
  'step-ran': (_, { body }) => [happened('StepRan', { ...body, outcome: body.exitCode === 0 ? 'done' : 'failed' })],
}

export const hostReactions: Reactions = {}
