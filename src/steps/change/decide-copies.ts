import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { copyAsks } from './asks-copies.ts'
import { backupFailed, backupVerified, owesTheCopy, takeBackup } from './back-up.ts'
import { copiesExpired, copyPutBack } from './kept-copies.ts'
import { stopBackup } from './stop-backup.ts'

export const copyDecisions: Decisions<typeof copyAsks> = {
  'take-backup': takeBackup,
  'stop-backup': stopBackup,
  'backup-verified': backupVerified,
  'backup-failed': backupFailed,
  'copies-expired': copiesExpired,
  'copy-put-back': copyPutBack,
}

export const copyReactions: Reactions = { BackupStarted: owesTheCopy }
