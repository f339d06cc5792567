import type pg from 'pg'
import type { Print } from '../../incident/prints.ts'
import type { Touched } from '../../incident/touches.ts'
import type { Rows } from '../../steps/change/rows.ts'
import { sqlName } from './fingerprint.ts'
import { mustNotMeet, type Told } from './rows-in-turn.ts'
import { atPlaces, countOfPlaces, no, oidOf, type Places, placesIn, type Seen, seenTable } from './rows-table.ts'
import { type Going, goingWith } from './rows-with-them.ts'
import { carried, columnsOf } from './schema.ts'
import { quoted } from './source.ts'

/** More are a table, not some rows of it. */
export const mostRows = 200_000

/** Rows of one table that would change, and what is needed to write them down. */
export interface Part extends Going {
  columns: Awaited<ReturnType<typeof columnsOf>>
  /** Quoted; what is worked out by the table itself is not among them. */
  carried: string[]
}

export interface Found {
  statements: readonly Rows[]
  parts: Part[]
  /** How many PostgreSQL counts when they run: those that statements find, not those that go with them. */
  counted: number
}

/**
 * Finds the rows of each statement in the caller's snapshot, in which nothing can be written. Whatever may touch more than it says is
 * trouble, said.
 */
export async function rowsFound(
  client: pg.Client,
  statements: readonly Rows[],
  touched: readonly Touched[],
): Promise<Found> {
  await asItsWriterReads(client)
  const all: Told[] = []
  for (const rows of statements) all.push(await told(client, rows, touched))
  await mustNotMeet(client, all)
  const going = together(all.flatMap(({ main, withThem }) => [main, ...withThem]))
  if (going.reduce((sum, one) => sum + countOfPlaces(one.places), 0) > mostRows) throw tooMany()
  await asItIsCompared(client)
  const parts: Part[] = []
  for (const one of going) {
    const columns = await columnsOf(client, one.seen.table)
    parts.push({ ...one, columns, carried: carried(columns) })
  }
  return { statements, parts, counted: all.reduce((sum, { main }) => sum + countOfPlaces(main.places), 0) }
}

/** The statement means what it means where it is typed: its zone, its search path; not what we pin to compare. */
const asItsWriterReads = (client: pg.Client) =>
  client.query('savepoint found; reset timezone; reset datestyle; reset intervalstyle; reset search_path')

const asItIsCompared = (client: pg.Client) => client.query('rollback to savepoint found')

const tooMany = () => no(`they are more than ${mostRows.toLocaleString('en')}`)

async function told(client: pg.Client, rows: Rows, touched: readonly Touched[]): Promise<Told> {
  const seen = await seenTable(client, await oidOf(client, rows.table), rows)
  mustBeTouched(seen, touched)
  await mustStayInside(client, rows, seen)
  const plan = await planOf(client, rows, seen)
  const { verb, set } = rows
  const main = { seen, verb, set, places: await placesOf(client, rows, seen) }
  const reads = plan && { reads: nodesOf(plan).flatMap(nameOfNode) }
  return { rows, main, withThem: await goingWith(client, main), ...reads, workedOut: await workedOutIn(client, seen) }
}

/** Found by several, a row is saved once. */
function together(all: readonly Going[]): Going[] {
  const tables = new Map<string, Going>()
  for (const one of all) {
    const name = sqlName(one.seen.table)
    const was = tables.get(name)
    tables.set(name, was ? { ...was, set: [...was.set, ...one.set], places: both(was.places, one.places) } : one)
  }
  return [...tables.values()]
}

const both = (one: Places, other: Places): Places =>
  new Map(
    [...new Set([...one.keys(), ...other.keys()])].map(name => [
      name,
      [...new Set([...(one.get(name) ?? []), ...(other.get(name) ?? [])])],
    ]),
  )

function mustBeTouched({ table: { schema, table }, within }: Seen, touched: readonly Touched[]): void {
  const isNamed = touched.some(
    one =>
      one.kind === 'postgres' &&
      (one.table === undefined ||
        (one.schema === schema && one.table === table) ||
        within.includes(`${one.schema}.${one.table}`)),
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

async function workedOutIn(client: pg.Client, { table }: Seen): Promise<string[]> {
  const columns = await columnsOf(client, table)
  return columns.filter(one => one.generated !== '').map(one => one.name)
}

interface PlanNode {
  'Node Type': string
  Operation?: string
  Schema?: string
  'Relation Name'?: string
  Plans?: PlanNode[]
}

/** PostgreSQL's own reading: planned, not run, it names each table that it would change. Without the rights for that, ours has to do. */
async function planOf(
  client: pg.Client,
  { sql }: Rows,
  { table: { schema, table } }: Seen,
): Promise<PlanNode | undefined> {
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
    return undefined
  }
  const changed = nodesOf(plan).filter(node => node['Node Type'] === 'ModifyTable')
  const isIt = (node: PlanNode) => node.Schema === schema && node['Relation Name'] === table
  if (changed.length !== 1 || !changed.every(isIt)) throw no('it changes more than one table')
  return plan
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

function nameOfNode({ 'Node Type': type, Schema: schema, 'Relation Name': table }: PlanNode): string[] {
  return type !== 'ModifyTable' && schema !== undefined && table !== undefined ? [sqlName({ schema, table })] : []
}

async function placesOf(client: pg.Client, { alias, from, where }: Rows, seen: Seen): Promise<Places> {
  const { table } = seen
  const called = quoted(alias ?? table.table)
  const { rows } = await client.query<{ at: number; place: string }>({
    text: `select distinct ${called}.tableoid::int8::float8 as at, ${called}.ctid::text as place
             from ${[`${sqlName(table)} as ${called}`, from].filter(Boolean).join(', ')} where ${where}\n limit ${mostRows + 1}`,
    queryMode: 'extended',
  } as pg.QueryConfig)
  if (rows.length > mostRows) throw tooMany()
  return placesIn(seen, rows)
}

/** The found rows, for COPY and for sums. */
export const thoseRows = ({ carried: names, seen, places }: Part): string =>
  atPlaces(names.join(', '), places, seen.table)

/** How many rows a select gives, and two sums over a hash of every row's text: equal for equal rows in any order. Each is 64 bits wide. */
export async function printOf(client: pg.ClientBase, name: string, select: string): Promise<Print> {
  const sum = (seed: number) => `coalesce(sum(hashtextextended(t::text collate "C", ${seed})), 0)::text`
  const { rows } = await client.query<{ count: string; one: string; other: string }>(
    `select count(*)::text as count, ${sum(0)} as one, ${sum(1)} as other from (${select}) t`,
  )
  const { count = '0', one = '', other = '' } = rows[0] ?? {}
  return { name, count: Number(count), print: `${count} rows ${one} ${other}` }
}

export const printsOf = async (client: pg.ClientBase, parts: readonly Part[]): Promise<Print[]> => {
  const all: Print[] = []
  for (const part of parts) all.push(await printOf(client, sqlName(part.seen.table), thoseRows(part)))
  return all
}
