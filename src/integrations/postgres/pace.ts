import { accessSync, constants } from 'node:fs'
import { availableParallelism } from 'node:os'
import type pg from 'pg'
import type { BackupTask } from '../../steps/change/backup-driver.ts'

/** More than this and a copy is held up by its disk, not by its processors. */
const mostJobs = 8

/** How many connections at once a copy may work with. */
export const jobsFor = (task: BackupTask): number =>
  task.pace === 'gentle' ? 1 : Math.min(availableParallelism(), mostJobs)

/** The same program behind everybody else at the disk, where the host has the words for it. */
export function behindOnDisk(program: string, args: readonly string[]): [string, string[]] {
  const ionice = '/usr/bin/ionice'
  return isThere(ionice) ? [ionice, ['-c', '3', program, ...args]] : [program, [...args]]
}

/** What we ask of the database is done by one process of it, while others wait for it. */
export async function askGently(client: pg.ClientBase, task: BackupTask): Promise<void> {
  if (task.pace === 'gentle') await client.query('set max_parallel_workers_per_gather = 0')
}

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
