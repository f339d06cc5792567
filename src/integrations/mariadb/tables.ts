import { readTouch, type Touched } from '../../incident/touches.ts'
import { type BackupTask, BackupTrouble } from '../../steps/change/backup-driver.ts'
import { type Address, readAddress, text } from './address.ts'
import { rowsOf, type Session } from './session.ts'

/** What a task names: a whole database, or tables of it. */
export interface Named {
  at: Address
  database: string
  tables: 'all' | string[]
}

export function namedBy(task: BackupTask): Named {
  const at = readAddress(task.url)
  const touched = task.touches.map(readTouch).filter(touch => touch?.kind === 'mariadb')
  const database = touched[0]?.database ?? at.database
  if (database === undefined)
    throw new BackupTrouble('Neither the address nor what is touched names a database, as in my:shop/shop.')
  const tables = touched.flatMap(({ table }: Extract<Touched, { kind: 'mariadb' }>) => table ?? [])
  return { at, database, tables: tables.length === touched.length ? [...new Set(tables)] : 'all' }
}

/** A table that holds rows; `file` tells it from one of the same name that was made later. */
export interface Table {
  name: string
  engine: string
  bytes: number
  file: string
  /** Seconds since 1970 by the server's clock; undefined when nobody wrote since the server started, or it forgot. */
  writtenAt?: number
  /** It keeps what its rows were. */
  isVersioned: boolean
}

/** What is there of what is named, by name. */
export async function tablesOf(session: Session, { database, tables }: Named): Promise<Table[]> {
  const found = await rowsOf<[string, string | null, number | null, string | null, number | null, string]>(
    session,
    `select json_array(table_name, engine, data_length + index_length, create_time, unix_timestamp(update_time),
       table_type) from information_schema.tables
      where table_schema = ${text(database)} and table_type in ('BASE TABLE', 'SYSTEM VERSIONED') order by table_name`,
  )
  const wanted = found.filter(([name]) => tables === 'all' || tables.includes(name))
  const missing = tables === 'all' ? undefined : tables.find(table => !found.some(([name]) => name === table))
  if (missing !== undefined)
    throw new BackupTrouble(`There is no table ${missing} in ${database}, or this user may not read it.`)
  return wanted.map(([name, engine, bytes, file, writtenAt, type]) => ({
    name,
    engine: engine ?? 'none',
    bytes: bytes ?? 0,
    file: file ?? '',
    isVersioned: type === 'SYSTEM VERSIONED',
    ...(writtenAt !== null && { writtenAt }),
  }))
}

/** Tables whose engine has no snapshots: what is read of them first and last is of two moments. */
export async function withoutSnapshot(session: Session, tables: readonly Table[]): Promise<string[]> {
  const able = await rowsOf<string>(
    session,
    `select json_quote(engine) from information_schema.engines where transactions = 'YES' and savepoints = 'YES'`,
  )
  const engines = new Set(able)
  return tables.filter(one => !engines.has(one.engine)).map(one => `${one.name} (${one.engine})`)
}
