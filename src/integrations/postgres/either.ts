import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type BackupDriver,
  type BackupTask,
  BackupTrouble,
  type Taken,
  type Tell,
} from '../../steps/change/backup-driver.ts'
import { isWholeDatabase } from './with-tables.ts'

/**
 * The driver that is picked when nobody names one: pg_dump for a whole database where the tools fit; for named tables, where
 * only rows go back in place, and everywhere else, the built-in copy. Where pg_dump fails, the built-in copy is tried.
 */
export function eitherDriver(dump: BackupDriver, builtIn: BackupDriver): BackupDriver {
  const usedFor = new Map<string, BackupDriver>()
  const pick = async (task: BackupTask) =>
    isWholeDatabase(task) && (await dump.unfit(task)) === undefined ? dump : builtIn
  const of = (task: BackupTask) => usedFor.get(task.backup) ?? builtIn
  const takeWith = (driver: BackupDriver, task: BackupTask, signal: AbortSignal, tell?: Tell) => {
    usedFor.set(task.backup, driver)
    return driver.take(task, signal, tell)
  }
  const again = async (task: BackupTask, signal: AbortSignal, tell?: Tell): Promise<Taken> => {
    for (const name of await readdir(task.folder)) await rm(join(task.folder, name), { recursive: true })
    return takeWith(builtIn, task, signal, tell)
  }
  return {
    name: 'postgres',
    for: ['postgres'],
    most: 'L4',
    unfit: async () => undefined,
    estimateBytes: task => builtIn.estimateBytes(task),
    digestOf: builtIn.digestOf,
    ...(builtIn.liesAt && { liesAt: builtIn.liesAt }),
    ...(builtIn.distance && { distance: builtIn.distance }),
    async take(task, signal, tell) {
      const driver = await pick(task)
      try {
        return await takeWith(driver, task, signal, tell)
      } catch (error) {
        if (driver === builtIn || signal.aborted || !(error instanceof BackupTrouble)) throw error
        return again(task, signal, tell)
      }
    },
    async prove(task, taken, signal, tell) {
      const driver = of(task)
      try {
        return await driver.prove(task, taken, signal, tell)
      } finally {
        usedFor.delete(task.backup)
      }
    },
  }
}
