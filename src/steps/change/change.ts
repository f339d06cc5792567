import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import { applyChange, rollBackChange, verifyChange } from './apply.ts'
import type { changeAsks } from './asks.ts'
import { backupFailed, backupVerified, owesTheCopy, takeBackup } from './back-up.ts'
import { proposeChange, shiftTraffic } from './propose.ts'
import { changeMayRun, changeRan, owesTheRun } from './run.ts'
import { waive } from './waive.ts'

/** Backup first, then the change, or the way back. */
export const changeDecisions: Decisions<typeof changeAsks> = {
  'propose-change': proposeChange,
  'take-backup': takeBackup,
  'apply-change': applyChange,
  'verify-change': verifyChange,
  'roll-back-change': rollBackChange,
  'shift-traffic': shiftTraffic,
  waive,
  'backup-verified': backupVerified,
  'backup-failed': backupFailed,
  'change-may-run': changeMayRun,
  'change-ran': changeRan,
}

export const changeReactions: Reactions = {
  BackupStarted: owesTheCopy,
  ChangeStarted: owesTheRun,
}
