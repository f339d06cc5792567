import type { Road } from './engine/road.ts'
import type { Reactions } from './incident/obligation.ts'
import { changeDecisions, changeReactions } from './steps/change/change.ts'
import { consultDecisions, consultReactions } from './steps/consult/consult.ts'
import { documentDecisions, documentReactions } from './steps/document/document.ts'
import { identifyDecisions, identifyReactions } from './steps/identify/identify.ts'
import { intakeDecisions, intakeReactions } from './steps/intake/intake.ts'
import { notifyDecisions, notifyReactions } from './steps/notify/notify.ts'
import { oneKeyboardAHost } from './steps/rally/elsewhere.ts'
import { rallyDecisions, rallyReactions } from './steps/rally/rally.ts'

const decisions = {
  ...intakeDecisions,
  ...notifyDecisions,
  ...identifyDecisions,
  ...consultDecisions,
  ...rallyDecisions,
  ...changeDecisions,
  ...documentDecisions,
} as unknown as Road

/** Whatever may give somebody a keyboard. */
const givesKeyboards = new Set([
  'take-over',
  'take-over-due',
  'give-keyboard',
  'take-keyboard',
  'ask-keyboard',
  'join',
  'leave',
  'end-seats',
  'acknowledge',
  'snooze',
  'apply-change',
  'roll-back-change',
  'waive',
])

/** The whole road: what each command decides. Its body was checked against its schema in api/commands.ts. */
export const road: Road = Object.fromEntries(
  Object.entries(decisions).map(([command, decide]) => [
    command,
    givesKeyboards.has(command) ? oneKeyboardAHost(command, decide) : decide,
  ]),
)

/** What each step owes when something has happened. */
export const reactions: Reactions[] = [
  intakeReactions,
  notifyReactions,
  identifyReactions,
  consultReactions,
  ...rallyReactions,
  ...changeReactions,
  documentReactions,
]
