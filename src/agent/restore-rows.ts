import type pg from 'pg'
import { sqlName } from '../integrations/postgres/fingerprint.ts'
import { openRows, putInto, type RowsHead, readRows } from '../integrations/postgres/rows-file.ts'
import { printOf } from '../integrations/postgres/rows-found.ts'
import { configFor, openPinned, withoutSecrets } from '../integrations/postgres/source.ts'
import { withoutTriggers } from './restore-copy.ts'

export interface PutRows {
  table: string
  saved: number
  writtenOver: number
  madeAgain: number
  /** Rows of which somebody else wrote something since, by key: `id 37 (state)`. */
  others: string[]
}

/**
 * Puts saved rows back where they were, all or nothing: found by their key, made again where they are gone, compared before
 * anything counts. Rows in which others wrote since are not written over unless `over` says so.
 */
export async function putRowsBack(file: string, into: string, over: boolean): Promise<PutRows> {
  const client = await openPinned(configFor(into, undefined))
  try {
    await client.query('begin')
    await withoutTriggers(client)
    const put = await putIn(client, file, over)
    await client.query('commit')
    return put
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw new Error(withoutSecrets(error, into), { cause: error })
  } finally {
    await client.end().catch(() => {})
  }
}

/** Beside the table, in this connection alone. */
const saved = 'pg_temp.fireline_saved'

async function putIn(client: pg.Client, file: string, over: boolean): Promise<PutRows> {
  const reader = await openRows(file)
  const { head } = reader
  const { columns, key } = head.table
  const table = sqlName(head.table)
  const list = columns.join(', ')
  await client.query(`create temp table fireline_saved on commit drop as select ${list} from ${table} with no data`)
  await putInto(client, saved, reader)
  const print = await readRows(reader)
  const there = await printOf(client, saved, `select ${list} from ${saved}`)
  if (there.print !== print) throw new Error('the rows in this file do not read as they did when they were saved')
  // Nobody writes between what is looked at here and what is put back.
  await client.query(`lock table ${table} in share row exclusive mode`)
  const others = await writtenByOthers(client, head)
  if (others.length > 0 && !over)
    throw new Error(
      `nothing was put back, for some rows were written by others since: ${some(others)}. --over writes over what they wrote`,
    )
  const counts = await write(client, head)
  const put = await printOf(
    client,
    table,
    `select ${list} from ${table} where (${key.join(', ')}) in (select ${key.join(', ')} from ${saved})`,
  )
  if (put.print !== print) throw new Error('put back, the rows are not equal to what was saved. Nothing was changed')
  return { table, saved: there.count, ...counts, others }
}

const some = (names: readonly string[]): string =>
  names.slice(0, 10).join(', ') + (names.length > 10 ? ` and ${names.length - 10} more` : '')

/**
 * What differs in columns that the change does not write, somebody else wrote; after a DELETE, whatever is there again. What others
 * wrote into the very columns of the change cannot be told from the change.
 */
async function writtenByOthers(client: pg.Client, { table, of }: RowsHead): Promise<string[]> {
  const mine = table.columns.filter(column => !table.key.includes(column))
  const theirs = of.verb === 'delete' ? mine : mine.filter(column => !of.set.includes(column))
  if (theirs.length === 0) return []
  const { rows } = await client.query<{ key: string; written: string[] }>(
    `select concat_ws(', ', ${table.key.map(key => `t.${key}::text`).join(', ')}) as key,
            array_remove(array[${theirs.map(column => `case when t.${column}::text is distinct from s.${column}::text then ${text(column)} end`).join(', ')}], null) as written
       from ${sqlName(table)} t join ${saved} s using (${table.key.join(', ')})
      where (${theirs.map(column => `t.${column}::text`).join(', ')}) is distinct from (${theirs.map(column => `s.${column}::text`).join(', ')})
      order by ${table.key.map(key => `t.${key}`).join(', ')}`,
  )
  const key = table.key.map(bare).join(', ')
  return rows.map(row => `${key} ${row.key} (${row.written.map(bare).join(', ')})`)
}

const bare = (column: string): string => column.slice(1, -1).replaceAll('""', '"')
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

async function write(client: pg.Client, { table }: RowsHead): Promise<Pick<PutRows, 'writtenOver' | 'madeAgain'>> {
  const { columns, key } = table
  const name = sqlName(table)
  const list = columns.join(', ')
  const values = columns.filter(column => !key.includes(column))
  const same = key.map(one => `t.${one} = s.${one}`).join(' and ')
  const over =
    values.length === 0
      ? 0
      : (
          await client.query(
            `update ${name} t set ${values.map(one => `${one} = s.${one}`).join(', ')} from ${saved} s where ${same}`,
          )
        ).rowCount
  const made = await client.query(
    `insert into ${name} (${list}) overriding system value select ${list} from ${saved} s
      where not exists (select from ${name} t where ${same})`,
  )
  return { writtenOver: over ?? 0, madeAgain: made.rowCount ?? 0 }
}
