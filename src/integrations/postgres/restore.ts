import type pg from 'pg'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'
import { type CopiedTable, type CopyEnd, type CopyHead, CopyReader } from './copy-file.ts'
import { copyIn } from './copy-wire.ts'
import { countOf, fingerprint, rowsOf, sqlName } from './fingerprint.ts'
import type { Statement } from './schema.ts'
import { withoutSecrets } from './source.ts'

export interface Restored {
  tables: { name: string; rows: number; isEqual: boolean; print: string }[]
  /** What could not be made here: an index that needs a function that is not copied. */
  notRebuilt: string[]
  /** sha256 of the file as it was read. */
  digest: string
}

/** What happens to tables that are there already and hold rows: a no, or the copy in their place. */
export type WhenThere = 'refuse' | 'replace'

/**
 * Puts a copy back, in the caller's transaction: tables that are missing are made, empty ones are filled. Every byte of the file is
 * read and checked before it returns, and each table's rows are compared with what the source's were.
 */
export async function restoreCopy(
  client: pg.Client,
  path: string,
  whenThere: WhenThere,
  told: (bytes: number) => void = () => {},
): Promise<Restored> {
  const reader = new CopyReader(path)
  const head = await reader.head()
  const there = await whatIsThere(client, head.tables)
  const notRebuilt = await makeMissing(client, head, there)
  for (const table of head.tables) {
    if (there.has(sqlName(table))) await makeRoom(client, table, whenThere)
    await copyIn(
      client,
      `copy ${sqlName(table)} (${table.columns.join(', ')}) from stdin`,
      counted(reader.rows(), told),
    )
  }
  const end = await reader.end()
  if (there.size === 0) notRebuilt.push(...(await run(client, head.after)))
  const tables = await compared(client, head, end)
  return { tables, notRebuilt, digest: reader.digest() }
}

async function* counted(rows: AsyncIterable<Buffer>, told: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const some of rows) {
    told(some.length)
    yield some
  }
}

async function whatIsThere(client: pg.Client, tables: CopiedTable[]): Promise<Set<string>> {
  const there = new Set<string>()
  for (const table of tables) {
    const { rows } = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [
      sqlName(table),
    ])
    if (rows[0]?.found) there.add(sqlName(table))
  }
  if (there.size > 0 && there.size < tables.length)
    throw new BackupTrouble(`Some tables of this copy are there and some are not. There: ${[...there].join(', ')}.`)
  return there
}

async function makeMissing(client: pg.Client, head: CopyHead, there: Set<string>): Promise<string[]> {
  return there.size > 0 ? [] : run(client, head.before)
}

async function makeRoom(client: pg.Client, table: CopiedTable, whenThere: WhenThere): Promise<void> {
  const name = sqlName(table)
  await client.query(`lock table ${name} in access exclusive mode`)
  const { rows } = await client.query<{ some: boolean }>(`select exists (select from ${rowsOf(table)}) as some`)
  if (!rows[0]?.some) return
  if (whenThere === 'refuse')
    throw new BackupTrouble(
      `${name} holds rows. --replace puts the copy in their place; or restore into an empty database.`,
    )
  await client.query(`delete from ${rowsOf(table)}`)
}

/** Runs them in order; one that the copy can do without is undone and named when it cannot be made here. */
async function run(client: pg.Client, statements: readonly Statement[]): Promise<string[]> {
  const failed: string[] = []
  for (const { sql, may } of statements) {
    if (!may) {
      await client.query(sql)
      continue
    }
    await client.query('savepoint one')
    try {
      await client.query(sql)
      await client.query('release savepoint one')
    } catch (error) {
      await client.query('rollback to savepoint one')
      failed.push(`${sql.slice(0, 120)}: ${withoutSecrets(error, undefined)}`)
    }
  }
  return failed
}

async function compared(client: pg.Client, head: CopyHead, end: CopyEnd): Promise<Restored['tables']> {
  const tables: Restored['tables'] = []
  for (const [i, table] of head.tables.entries()) {
    const written = end.fingerprints[i] ?? ''
    const print = await fingerprint(client, table, written)
    tables.push({ name: sqlName(table), rows: countOf(print), isEqual: print === written, print })
  }
  return tables
}
