import type pg from 'pg'
import type { BackupTask, OpenScratch } from '../../steps/change/backup-driver.ts'
import { openPinned } from './source.ts'

/** Work in an empty database elsewhere, which is gone afterwards; it ends at once when it is stopped. */
export async function inScratch<T>(
  openScratch: OpenScratch,
  { pace }: BackupTask,
  signal: AbortSignal,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const scratch = await openScratch(pace)
  try {
    const client = await openPinned(scratch)
    const giveUp = () => void client.end()
    signal.addEventListener('abort', giveUp)
    try {
      return await work(client)
    } finally {
      signal.removeEventListener('abort', giveUp)
      await client.end()
    }
  } finally {
    await scratch.close()
  }
}
