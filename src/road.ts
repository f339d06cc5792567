import type { Road } from './engine/road.ts'
import type { Reactions } from './incident/obligation.ts'
import { changeDecisions, changeReactions } from './steps/change/change.ts'
import { consultDecisions, consultReactions } from './steps/consult/consult.ts'
import { documentDecisions, documentReactions } from './steps/document/document.ts'
import { identifyDecisions, identifyReactions } from './steps/identify/identify.ts'
import { intakeDecisions, intakeReactions } from './steps/intake/intake.ts'
import { notifyDecisions, notifyReactions } from './steps/notify/notify.ts'
import { rallyDecisions, rallyReactions } from './steps/rally/rally.ts'

/** The whole road: what each command decides. Its body was checked against its schema in api/commands.ts. */
export const road = {
  ...intakeDecisions,
  ...notifyDecisions,
  ...identifyDecisions,
  ...consultDecisions,
  ...rallyDecisions,
  ...changeDecisions,
  ...documentDecisions,
} as unknown as Road

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
