import type pg from 'pg'
import type { Print } from '../../incident/prints.ts'
import type { Touched } from '../../incident/touches.ts'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'
import type { Rows } from '../../steps/change/rows.ts'
import { sqlName } from './fingerprint.ts'
import { carried, columnsOf, type Table } from './schema.ts'
import { quoted } from './source.ts'

/** More are a table, not some rows of it. */
export const mostRows = 200_000

export interface Found {
  rows: Rows
  table: Table
  columns: Awaited<ReturnType<typeof columnsOf>>
  /** Quoted; what is worked out by the table itself is not among them. */
  carried: string[]
  /** Quoted, of the primary key. */
  key: string[]
  /** Where they lie in this snapshot: `(0,1)`. */
  places: string[]
}

/** Finds the rows in the caller's snapshot, in which nothing can be written. Whatever may touch more than it says is trouble, said. */
export async function rowsFound(client: pg.Client, rows: Rows, touched: readonly Touched[]): Promise<Found> {
  await asItsWriterReads(client)
  const seen = await tableNamed(client, rows)
  await mustBeTouched(seen.table, touched)
  await mustStayInside(client, rows, seen)
  await mustTouchOnly(client, rows, seen.table)
  const places = await placesOf(client, rows, seen.table)
  await asItIsCompared(client)
  const columns = await columnsOf(client, seen.table)
  return { rows, ...seen, columns, carried: carried(columns), places }
}

/** The statement means what it means where it is typed: its zone, its search path; not what we pin to compare. */
const asItsWriterReads = (client: pg.Client) =>
  client.query('savepoint found; reset timezone; reset datestyle; reset intervalstyle; reset search_path')

const asItIsCompared = (client: pg.Client) => client.query('rollback to savepoint found')

const no = (why: string) => new BackupTrouble(`These rows cannot be told: ${why}. Take a full copy.`)

interface Seen {
  table: Table
  key: string[]
}

interface Row {
  oid: number
  schema: string
  table: string
  kind: string
  bytes: number
  has_children: boolean
  is_partition: boolean
  key: string[] | null
  triggers: string[] | null
  rules: boolean
  cascades: string[] | null
}

async function tableNamed(client: pg.Client, { table, verb, set }: Rows): Promise<Seen> {
  const { rows } = await client.query<Row>(
    `select c.oid::int8 as oid, n.nspname as schema, c.relname as "table", c.relkind as kind, pg_table_size(c.oid)::int8 as bytes,
            exists (select from pg_inherits where inhparent = c.oid) as has_children, c.relispartition as is_partition,
            (select array_agg(a.attname::text order by array_position(i.indkey::int[], a.attnum::int)) from pg_index i
               join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey) where i.indrelid = c.oid and i.indisprimary) as key,
            (select array_agg(tgname::text) from pg_trigger
              where tgrelid = c.oid and not tgisinternal and tgenabled <> 'D' and tgtype & $2 <> 0) as triggers,
            exists (select from pg_rewrite where ev_class = c.oid) as rules,
            (select array_agg(distinct k.conrelid::regclass::text) from pg_constraint k
              where k.confrelid = c.oid and k.contype = 'f'
                and case when $3 = 'delete' then k.confdeltype in ('c', 'n', 'd')
                         else k.confupdtype in ('c', 'n', 'd') and exists (select from pg_attribute a
                           where a.attrelid = c.oid and a.attnum = any(k.confkey) and a.attname = any($4::text[])) end) as cascades
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass($1)`,
    [table, verb === 'update' ? 16 : 8, verb, set],
  )
  const [found] = rows
  if (!found) throw new BackupTrouble(`There is no table ${table} in this database.`)
  const { schema, table: name, oid, bytes, key } = found
  if (found.kind !== 'r' || found.has_children || found.is_partition)
    throw no(`${schema}.${name} is a view, or its rows lie in several tables`)
  if (!key) throw no(`${schema}.${name} has no primary key`)
  if (found.rules) throw no(`a rule of ${schema}.${name} says what happens instead`)
  if (found.triggers) throw no(`the trigger ${found.triggers[0]} may write elsewhere`)
  if (found.cascades) throw no(`rows of ${found.cascades.join(', ')} would go with them`)
  if (set.some(column => key.includes(column))) throw no('it changes the key by which they would be found again')
  return { table: { oid, schema, table: name, bytes }, key: key.map(quoted) }
}

async function mustBeTouched({ schema, table }: Table, touched: readonly Touched[]): Promise<void> {
  const isNamed = touched.some(
    one => one.kind === 'postgres' && (one.table === undefined || (one.schema === schema && one.table === table)),
  )
  if (!isNamed) throw no(`it changes ${schema}.${table}, which is not what the change says that it touches`)
}

/** What it calls to find rows has to give the same rows again; what it calls elsewhere has to be PostgreSQL's own. */
async function mustStayInside(client: pg.Client, { calls }: Rows, { table }: Seen): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select p.proname as name from pg_proc p where p.provolatile = 'v'
        and (p.proname = any($1::text[]) or p.proname = any($2::text[]) and p.pronamespace <> 'pg_catalog'::regnamespace) limit 1`,
    [calls.where, calls.elsewhere],
  )
  if (rows[0]) throw no(`it calls ${rows[0].name}(), which may do something else to ${sqlName(table)} each time`)
}

interface PlanNode {
  'Node Type': string
  Operation?: string
  Schema?: string
  'Relation Name'?: string
  Plans?: PlanNode[]
}

/** PostgreSQL's own reading: planned, not run, it names each table that it would change. Without the rights for that, ours has to do. */
async function mustTouchOnly(client: pg.Client, { sql }: Rows, { schema, table }: Table): Promise<void> {
  await client.query('savepoint planned')
  let plan: PlanNode
  try {
    // Values make it one statement by the protocol: a second one is an error, whatever we read in it.
    const { rows } = await client.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>({
      text: `explain (format json, verbose) ${sql}`,
      queryMode: 'extended',
    } as pg.QueryConfig)
    plan = rows[0]?.['QUERY PLAN'][0]?.Plan as PlanNode
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error
    await client.query('rollback to savepoint planned')
    return
  }
  const changed = nodesOf(plan).filter(node => node['Node Type'] === 'ModifyTable')
  const isIt = (node: PlanNode) => node.Schema === schema && node['Relation Name'] === table
  if (changed.length !== 1 || !changed.every(isIt)) throw no('it changes more than one table')
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

async function placesOf(client: pg.Client, { alias, from, where }: Rows, table: Table): Promise<string[]> {
  const called = quoted(alias ?? table.table)
  const { rows } = await client.query<{ place: string }>({
    text: `select distinct ${called}.ctid::text as place from ${[`${sqlName(table)} as ${called}`, from].filter(Boolean).join(', ')}
            where ${where}\n limit ${mostRows + 1}`,
    queryMode: 'extended',
  } as pg.QueryConfig)
  if (rows.length > mostRows) throw no(`they are more than ${mostRows.toLocaleString('en')}`)
  return rows.map(row => row.place)
}

/** The found rows, for COPY and for sums. */
export function thoseRows({ carried, table, places }: Found): string {
  return `select ${carried.join(', ')} from only ${sqlName(table)} where ctid = any('{${places.map(place => `"${place}"`).join(',')}}'::tid[])`
}

/** How many rows a select gives, and two sums over a hash of every row's text: equal for equal rows in any order. Each is 64 bits wide. */
export async function printOf(client: pg.ClientBase, name: string, select: string): Promise<Print> {
  const sum = (seed: number) => `coalesce(sum(hashtextextended(t::text collate "C", ${seed})), 0)::text`
  const { rows } = await client.query<{ count: string; one: string; other: string }>(
    `select count(*)::text as count, ${sum(0)} as one, ${sum(1)} as other from (${select}) t`,
  )
  const { count = '0', one = '', other = '' } = rows[0] ?? {}
  return { name, count: Number(count), print: `${count} rows ${one} ${other}` }
}
