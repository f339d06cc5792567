import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import { applyChange, rollBackChange, verifyChange } from './apply.ts'
import type { changingAsks } from './asks-change.ts'
import { proposeChange } from './propose.ts'
import { changeMayRun, changeRan, owesTheRun } from './run.ts'
import { stepAsked } from './step-asked.ts'
import { waive } from './waive.ts'

export const changingDecisions: Decisions<typeof changingAsks> = {
  'propose-change': proposeChange,
  'apply-change': applyChange,
  'verify-change': verifyChange,
  'roll-back-change': rollBackChange,
  waive,
  'step-asked': stepAsked,
  'change-may-run': changeMayRun,
  'change-ran': changeRan,
}

export const changingReactions: Reactions = { ChangeStarted: owesTheRun }
