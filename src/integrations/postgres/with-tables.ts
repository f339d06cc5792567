import type pg from 'pg'
import { readTouch } from '../../incident/touches.ts'
import { type BackupTask, BackupTrouble } from '../../steps/change/backup-driver.ts'
import { findTables, type Table } from './schema.ts'
import { configFor, oneSnapshot, openPinned, withoutSecrets } from './source.ts'

/** Works on the tables that a task touches, all in one snapshot of their database. Trouble comes out in words without secrets. */
export async function withTables<T>(
  task: BackupTask,
  work: (client: pg.Client, tables: Table[]) => Promise<T>,
): Promise<T> {
  const { url = '' } = task
  const touched = task.touches.map(readTouch).filter(touch => touch?.kind === 'postgres')
  const client = await openPinned(configFor(url, touched[0]?.database))
  try {
    await oneSnapshot(client)
    const wanted = touched.map(({ schema, table }) => (schema && table ? { schema, table } : ('all' as const)))
    const tables = await findTables(client, wanted)
    if (tables.length === 0) throw new BackupTrouble('There are no tables in this database to copy.')
    return await work(client, tables)
  } catch (error) {
    throw error instanceof BackupTrouble ? error : new BackupTrouble(withoutSecrets(error, url))
  } finally {
    await client.end().catch(() => {})
  }
}

/** True when some of what is touched is a database as a whole, not named tables of it. */
export function isWholeDatabase(task: BackupTask): boolean {
  return task.touches.some(touch => {
    const read = readTouch(touch)
    return read?.kind === 'postgres' && read.table === undefined
  })
}
