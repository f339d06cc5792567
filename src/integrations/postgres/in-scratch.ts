import type pg from 'pg'
import type { BackupTask, OpenScratch } from '../../steps/change/backup-driver.ts'
import { whileConnected } from './while-connected.ts'

/** Work in an empty database elsewhere, which is gone afterwards; it ends at once when it is stopped. */
export async function inScratch<T>(
  openScratch: OpenScratch,
  { pace }: BackupTask,
  signal: AbortSignal,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const scratch = await openScratch(pace)
  try {
    return await whileConnected(scratch, signal, work)
  } finally {
    await scratch.close()
  }
}
