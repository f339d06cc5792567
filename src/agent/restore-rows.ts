import type pg from 'pg'
import { sqlName } from '../integrations/postgres/fingerprint.ts'
import { openRows, putInto, readRows, type SavedPart } from '../integrations/postgres/rows-file.ts'
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
export async function putRowsBack(file: string, into: string, over: boolean): Promise<PutRows[]> {
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

/** One part of the file, beside its table in this connection alone. */
interface Beside extends SavedPart {
  saved: string
  print: string
}

async function putIn(client: pg.Client, file: string, over: boolean): Promise<PutRows[]> {
  const parts = await readIn(client, file)
  const all: PutRows[] = []
  // Nobody writes between what is looked at here and what is put back.
  for (const part of parts) await client.query(`lock table ${sqlName(part)} in share row exclusive mode`)
  for (const part of parts) all.push({ ...(await countOf(client, part)), others: await writtenByOthers(client, part) })
  const others = all.flatMap(one => one.others)
  if (others.length > 0 && !over)
    throw new Error(
      `nothing was put back, for some rows were written by others since: ${some(others)}. --over writes over what they wrote`,
    )
  for (const [n, part] of parts.entries()) Object.assign(all[n] as PutRows, await write(client, part))
  for (const part of parts) await mustBeBack(client, part)
  return all
}

/** Whole and as it was written, before anything is done with it. */
async function readIn(client: pg.Client, file: string): Promise<Beside[]> {
  const reader = await openRows(file)
  const { parts } = reader.head
  for (const [n, part] of parts.entries()) {
    const columns = `select ${part.columns.join(', ')} from ${sqlName(part)}`
    await client.query(`create temp table fireline_saved_${n} on commit drop as ${columns} with no data`)
    await putInto(client, `pg_temp.fireline_saved_${n}`, part, reader)
  }
  const prints = await readRows(reader)
  const all = parts.map((part, n) => ({ ...part, saved: `pg_temp.fireline_saved_${n}`, print: prints[n] ?? '' }))
  for (const { saved, columns, print } of all) {
    const there = await printOf(client, saved, `select ${columns.join(', ')} from ${saved}`)
    if (there.print !== print) throw new Error('the rows in this file do not read as they did when they were saved')
  }
  return all
}

async function countOf(client: pg.Client, part: Beside): Promise<Omit<PutRows, 'others'>> {
  const { rows } = await client.query<{ saved: number }>(`select count(*)::float8 as saved from ${part.saved}`)
  return { table: sqlName(part), saved: rows[0]?.saved ?? 0, writtenOver: 0, madeAgain: 0 }
}

async function mustBeBack(client: pg.Client, part: Beside): Promise<void> {
  const [list, key] = [part.columns.join(', '), part.key.join(', ')]
  const back = `select ${list} from ${sqlName(part)} where (${key}) in (select ${key} from ${part.saved})`
  if ((await printOf(client, sqlName(part), back)).print !== part.print)
    throw new Error('put back, the rows are not equal to what was saved. Nothing was changed')
}

const some = (names: readonly string[]): string =>
  names.slice(0, 10).join(', ') + (names.length > 10 ? ` and ${names.length - 10} more` : '')

/**
 * What differs in columns that the change does not write, somebody else wrote; after a DELETE, whatever is there again. What others
 * wrote into the very columns of the change cannot be told from the change.
 */
async function writtenByOthers(client: pg.Client, part: Beside): Promise<string[]> {
  const mine = part.columns.filter(column => !part.key.includes(column))
  const theirs = part.verb === 'delete' ? mine : mine.filter(column => !part.set.includes(column))
  if (theirs.length === 0) return []
  const { rows } = await client.query<{ key: string; written: string[] }>(
    `select concat_ws(', ', ${part.key.map(key => `t.${key}::text`).join(', ')}) as key,
            array_remove(array[${theirs.map(column => `case when t.${column}::text is distinct from s.${column}::text then ${text(column)} end`).join(', ')}], null) as written
       from ${sqlName(part)} t join ${part.saved} s using (${part.key.join(', ')})
      where (${theirs.map(column => `t.${column}::text`).join(', ')}) is distinct from (${theirs.map(column => `s.${column}::text`).join(', ')})
      order by ${part.key.map(key => `t.${key}`).join(', ')}`,
  )
  const key = part.key.map(bare).join(', ')
  return rows.map(row => `${key} ${row.key} (${row.written.map(bare).join(', ')})`)
}

const bare = (column: string): string => column.slice(1, -1).replaceAll('""', '"')
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

async function write(client: pg.Client, part: Beside): Promise<Pick<PutRows, 'writtenOver' | 'madeAgain'>> {
  const { columns, key, saved } = part
  const name = sqlName(part)
  const list = columns.join(', ')
  const fixed = await neverWritten(client, name)
  const values = columns.filter(column => !key.includes(column) && !fixed.includes(bare(column)))
  const same = key.map(one => `t.${one} = s.${one}`).join(' and ')
  const set = values.map(one => `${one} = s.${one}`).join(', ')
  const over =
    values.length === 0 ? undefined : await client.query(`update ${name} t set ${set} from ${saved} s where ${same}`)
  const made = await client.query(
    `insert into ${name} (${list}) overriding system value select ${list} from ${saved} s
      where not exists (select from ${name} t where ${same})`,
  )
  return { writtenOver: over?.rowCount ?? 0, madeAgain: made.rowCount ?? 0 }
}

/** No UPDATE may write them, so none has. */
async function neverWritten(client: pg.Client, name: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select attname::text as name from pg_attribute where attrelid = $1::regclass and attidentity = 'a'`,
    [name],
  )
  return rows.map(row => row.name)
}
