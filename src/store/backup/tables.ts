import type pg from 'pg'
import { copyOut, quoted } from './copy.ts'
import { type TableCount, tallyRows } from './fingerprint.ts'

export type Table = { name: string; columns: string[]; transactionColumns: string[] }
export type SequenceState = { name: string; lastValue: string; isCalled: boolean }

/** Every table of the schema, those that others refer to first, with the columns that can be written. */
export async function readTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; transaction_columns: string[] }>(
    `select c.relname as name,
       array_agg(a.attname::text order by a.attnum) as columns,
       coalesce(array_agg(a.attname::text) filter (where a.atttypid = 'xid8'::regtype), '{}') as transaction_columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     group by c.relname order by c.relname`,
  )
  const { rows: references } = await client.query<{ name: string; needs: string }>(
    `select c.relname as name, f.relname as needs from pg_constraint k
       join pg_class c on c.oid = k.conrelid join pg_class f on f.oid = k.confrelid
     where k.contype = 'f' and c.relnamespace = current_schema()::regnamespace and c.oid <> f.oid`,
  )
  const tables = rows.map(row => ({
    name: row.name,
    columns: row.columns,
    transactionColumns: row.transaction_columns,
  }))
  return inOrderOfNeed(tables, references)
}

function inOrderOfNeed(tables: Table[], references: { name: string; needs: string }[]): Table[] {
  const ordered: Table[] = []
  const visit = (table: Table, above: Table[]) => {
    if (ordered.includes(table)) return
    if (above.includes(table)) throw new Error(`tables refer to each other in a circle: ${table.name}`)
    for (const { needs } of references.filter(({ name }) => name === table.name)) {
      const needed = tables.find(({ name }) => name === needs)
      if (needed !== undefined) visit(needed, [...above, table])
    }
    ordered.push(table)
  }
  for (const table of tables) visit(table, [])
  return ordered
}

/**
 * The rows of a table as text. A transaction number means nothing in another cluster, and a high one would hide its row from
 * readers that wait for running transactions: it is written as 0, which everybody sees.
 */
export function tableRows(client: pg.ClientBase, table: Table): AsyncGenerator<Buffer[]> {
  const columns = table.columns.map(name => (table.transactionColumns.includes(name) ? `'0'::xid8` : quoted(name)))
  return copyOut(client, `copy (select ${columns.join(', ')} from ${quoted(table.name)}) to stdout`)
}

export async function countTable(client: pg.ClientBase, table: Table): Promise<TableCount> {
  const tally = tallyRows()
  for await (const rows of tableRows(client, table)) for (const row of rows) tally.add(row)
  return tally.count()
}

/** Sequences stand outside of snapshots: read after the rows, they are never behind them. */
export async function readSequences(client: pg.ClientBase): Promise<SequenceState[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'S' and relnamespace = current_schema()::regnamespace order by 1`,
  )
  const states: SequenceState[] = []
  for (const { name } of rows) {
    const state = await client.query<{ last_value: string; is_called: boolean }>(
      `select last_value::text, is_called from ${quoted(name)}`,
    )
    const [found] = state.rows
    if (found !== undefined) states.push({ name, lastValue: found.last_value, isCalled: found.is_called })
  }
  return states
}

export async function setSequences(client: pg.ClientBase, states: SequenceState[]): Promise<void> {
  for (const { name, lastValue, isCalled } of states) {
    await client.query('select setval($1::regclass, $2::bigint, $3)', [quoted(name), lastValue, isCalled])
  }
}
