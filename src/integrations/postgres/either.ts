import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type BackupDriver, type BackupTask, BackupTrouble, type Taken } from '../../steps/change/backup-driver.ts'
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
  const takeWith = (driver: BackupDriver, task: BackupTask, signal: AbortSignal) => {
    usedFor.set(task.backup, driver)
    return driver.take(task, signal)
  }
  const again = async (task: BackupTask, signal: AbortSignal): Promise<Taken> => {
    for (const name of await readdir(task.folder)) await rm(join(task.folder, name), { recursive: true })
    return takeWith(builtIn, task, signal)
  }
  return {
    name: 'postgres',
    unfit: async () => undefined,
    estimateBytes: task => builtIn.estimateBytes(task),
    digestOf: builtIn.digestOf,
    async take(task, signal) {
      const driver = await pick(task)
      try {
        return await takeWith(driver, task, signal)
      } catch (error) {
        if (driver === builtIn || signal.aborted || !(error instanceof BackupTrouble)) throw error
        return again(task, signal)
      }
    },
    async prove(task, taken, signal) {
      const driver = of(task)
      try {
        return await driver.prove(task, taken, signal)
      } finally {
        usedFor.delete(task.backup)
      }
    },
  }
}
