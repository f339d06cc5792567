import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { copyAsks } from './asks-copies.ts'
import { backupFailed, backupVerified, owesTheCopy, takeBackup } from './back-up.ts'

export const copyDecisions: Decisions<typeof copyAsks> = {
  'take-backup': takeBackup,
  'backup-verified': backupVerified,
  'backup-failed': backupFailed,
}

export const copyReactions: Reactions = { BackupStarted: owesTheCopy }
