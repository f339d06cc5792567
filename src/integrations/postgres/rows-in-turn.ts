import type pg from 'pg'
import type { Rows } from '../../steps/change/rows.ts'
import { sqlTokens } from '../../steps/change/sql-parts.ts'
import { sqlName } from './fingerprint.ts'
import { no, oneByOne } from './rows-table.ts'
import type { Going } from './rows-with-them.ts'

/** What one statement does: the rows that it finds, and those that go with them. */
export interface Told {
  rows: Rows
  main: Going
  withThem: Going[]
  /** Every table that it reads or writes, once for each time; none where PostgreSQL would not plan it for us. */
  reads?: string[]
  /** Columns of its table that are worked out from others. */
  workedOut: string[]
}

/**
 * All are looked up before the first runs, so none may change what a later one finds: other tables, or the same one by columns that no
 * earlier one writes.
 */
export async function mustNotMeet(client: pg.ClientBase, all: readonly Told[]): Promise<void> {
  if (all.length < 2) return
  await mustCallNothingOfTheirs(client, all)
  for (const [n, later] of all.entries())
    for (const earlier of all.slice(0, n))
      if (meets(earlier, later)) throw no(`${said(earlier)} may change what ${said(later)} finds`, oneByOne)
}

const said = ({ rows }: Told): string => `the ${rows.verb} of ${rows.table}`

function meets(earlier: Told, later: Told): boolean {
  const written = [earlier.main, ...earlier.withThem].flatMap(({ seen }) => seen.family.map(one => one.name))
  if (!later.reads || later.withThem.some(({ seen }) => written.includes(sqlName(seen.table)))) return true
  const met = later.reads.filter(name => written.includes(name))
  return met.length > 0 && !isApart(earlier, later, met)
}

/** The same table, read once for its rows, which are told by columns that the earlier one leaves as they are. */
function isApart(
  { rows: { verb, set }, main, withThem, workedOut }: Told,
  later: Told,
  met: readonly string[],
): boolean {
  const own = sqlName(main.seen.table)
  const isOnce = !main.seen.table.isPartitioned && sqlName(later.main.seen.table) === own && met.length === 1
  if (!isOnce || verb !== 'update' || later.rows.verb !== 'update' || withThem.length > 0 || later.withThem.length > 0)
    return false
  const { where, from, alias = main.seen.table.table } = later.rows
  const words = sqlTokens(`${where} ${from ?? ''}`)
  const written = [...set, ...workedOut, ...ofEachVersion]
  // A row that is named whole holds every column.
  const isRow = (word: string, next: string | undefined) => word === '*' || (word === alias && next !== '.')
  return words?.every(({ said: word }, i) => !written.includes(word) && !isRow(word, words[i + 1]?.said)) ?? false
}

const ofEachVersion = ['ctid', 'xmin', 'xmax', 'cmin', 'cmax']

/** A function of theirs may read any table. */
async function mustCallNothingOfTheirs(client: pg.ClientBase, all: readonly Told[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select proname as name from pg_proc where proname = any($1::text[]) and pronamespace <> 'pg_catalog'::regnamespace limit 1`,
    [all.flatMap(({ rows: { calls } }) => calls.where)],
  )
  if (rows[0]) throw no(`${rows[0].name}() may read what an earlier one of these statements writes`, oneByOne)
}
