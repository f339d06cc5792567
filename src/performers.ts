import { backupDrivers } from './backup-drivers.ts'
import type { Canary } from './engine/health.ts'
import { type Performers, performAsk } from './engine/perform.ts'
import { runChange } from './hosts/run-change.ts'
import { runHere } from './hosts/run-here.ts'
import { takeBackup } from './hosts/take-backup.ts'
import type { Settings } from './settings.ts'
import { openSecrets } from './store/secrets.ts'

/** Who does what is owed, by kind. */
export function performers(settings: Settings, flown: Canary): Performers {
  return {
    ask: performAsk,
    'take-backup': takeBackup({
      dataDir: settings.dataDir,
      secrets: openSecrets(settings),
      drivers: backupDrivers(settings),
    }),
    'run-change': runChange({ inTerminal: notYet, here: runHere }),
    canary: async () => {
      flown.came()
      return { outcome: 'delivered', answer: 'came through' }
    },
  } as unknown as Performers
}

async function notYet(): Promise<never> {
  throw new Error('no terminal can be typed into yet')
}
