import type { Print } from '../../incident/prints.ts'
import { askSqlite, type Opened, quoted, text } from './sqlite-program.ts'

/** What holds rows of its own: virtual tables keep theirs in others, which are listed too. */
const listTables = `select name from pragma_table_list where schema = 'main' and type in ('table', 'shadow') and name <> 'sqlite_schema' order by name`
const listBuilt = `select type || ' ' || name as name from sqlite_schema where type <> 'table' order by 1`
const schema = 'the schema'
/** Every statement of the schema in an order of its own: what was made later may stand earlier in a copy. */
const schemaPrint = `select ${text(schema)} as name, count(*) as count,
  lower(hex(sha3_query('select type, name, tbl_name, sql from sqlite_schema order by 1, 2', 256))) as print from sqlite_schema`

export async function tablesOf(path: string, opened: Opened, signal: AbortSignal): Promise<string[]> {
  const [rows = []] = await askSqlite(path, opened, [listTables], signal)
  return rows.map(row => String(row['name']))
}

/** Indexes, triggers and views, as `index orders_state`. */
export async function builtIn(path: string, opened: Opened, signal: AbortSignal): Promise<string[]> {
  const [rows = []] = await askSqlite(path, opened, [listBuilt], signal)
  return rows.map(row => String(row['name']))
}

/** One statement a table and one for the schema: rows in the order of their keys, from the table itself and never from an index. */
export function printStatements(tables: readonly string[]): string[] {
  return [schemaPrint, ...tables.map(table => printOf(table))]
}

function printOf(table: string): string {
  const rows = text(`select * from ${quoted(table)} not indexed`)
  return `select ${text(table)} as name, (select count(*) from ${quoted(table)} not indexed) as count, lower(hex(sha3_query(${rows}, 256))) as print`
}

export function readPrints(answers: readonly Record<string, unknown>[][]): Print[] {
  return answers
    .flat()
    .map(row => ({ name: String(row['name']), count: Number(row['count']), print: String(row['print']) }))
}
