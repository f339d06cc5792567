import type pg from 'pg'
import type { Point } from '../../incident/prints.ts'
import { readTouch } from '../../incident/touches.ts'
import { type BackupTask, BackupTrouble } from '../../steps/change/backup-driver.ts'
import { pointOf } from './point.ts'
import { findTables, type Table } from './schema.ts'
import { configFor, oneSnapshot, openPinned, withoutSecrets } from './source.ts'

/** Works on the tables that a task touches, all in one snapshot of their database. Trouble comes out in words without secrets. */
export async function withTables<T>(
  task: BackupTask,
  work: (client: pg.Client, tables: Table[], before: Point | undefined) => Promise<T>,
  point: 'with its point' | 'alone' = 'alone',
): Promise<T> {
  const { url = '' } = task
  const touched = task.touches.map(readTouch).filter(touch => touch?.kind === 'postgres')
  const client = await openPinned(configFor(url, touched[0]?.database))
  const wanted = touched.map(({ schema, table }) => (schema && table ? { schema, table } : ('all' as const)))
  try {
    const before = point === 'alone' ? undefined : await pointBefore(client, wanted)
    await oneSnapshot(client)
    const tables = await findTables(client, wanted)
    if (tables.length === 0) throw new BackupTrouble('There are no tables in this database to copy.')
    return await work(client, tables, before)
  } catch (error) {
    throw error instanceof BackupTrouble ? error : new BackupTrouble(withoutSecrets(error, url))
  } finally {
    await client.end().catch(() => {})
  }
}

async function pointBefore(client: pg.Client, wanted: Parameters<typeof findTables>[1]): Promise<Point> {
  await client.query('begin read only')
  const point = await pointOf(client, await findTables(client, wanted))
  await client.query('commit')
  return point
}

/** True when some of what is touched is a database as a whole, not named tables of it. */
export function isWholeDatabase(task: BackupTask): boolean {
  return task.touches.some(touch => {
    const read = readTouch(touch)
    return read?.kind === 'postgres' && read.table === undefined
  })
}
