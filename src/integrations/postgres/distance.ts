import type pg from 'pg'
import type { Distance, Point } from '../../incident/prints.ts'
import { pointOf } from './point.ts'
import type { Table } from './schema.ts'

/** What was written to these tables since; undefined where it cannot be told, which is never taken for nothing. */
export async function distanceSince(
  client: pg.ClientBase,
  tables: readonly Table[],
  since: Point,
): Promise<Distance | undefined> {
  const now = await pointOf(client, tables)
  const counted = between(since, now)
  if (!counted) return undefined
  // A session tells the counters of a write up to ten seconds after its commit. The log moves at once.
  const isQuiet = since.lsn === now.lsn && !now.tables?.some(table => table.file.includes('u'))
  if (counted.changed.length === 0 && !isQuiet && (await someoneWasThere(client))) return undefined
  const walBytes = await walBetween(client, since.lsn, now.lsn)
  return { ...counted, ...(walBytes !== undefined && { walBytes }) }
}

/** By what was counted, and which file a table is. A truncate counts no rows, and a server that crashed counts anew. */
export function between(since: Point, now: Point): Distance | undefined {
  if (!since.tables || !now.tables || since.statsReset !== now.statsReset || since.system !== now.system)
    return undefined
  const was = new Map(since.tables.map(table => [table.name, table]))
  const names = new Set([...was.keys(), ...now.tables.map(table => table.name)])
  const is = new Map(now.tables.map(table => [table.name, table]))
  const pairs = [...names].map(name => ({ name, was: was.get(name), is: is.get(name) }))
  if (pairs.some(pair => (pair.is?.writes ?? Number.POSITIVE_INFINITY) < (pair.was?.writes ?? 0))) return undefined
  const changed = pairs.filter(pair => pair.was?.writes !== pair.is?.writes || pair.was?.file !== pair.is?.file)
  // Of a table that is gone nobody knows how many.
  const rows = changed.reduce((sum, pair) => sum + (pair.is ? pair.is.writes - (pair.was?.writes ?? 0) : 0), 0)
  return { changed: changed.map(pair => pair.name), rows }
}

/** Somebody else whose writes may not have been counted yet. Whoever this role may not look at is somebody. */
async function someoneWasThere(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ some: boolean }>(
    `select exists (select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and backend_type is distinct from 'autovacuum worker' and backend_type is distinct from 'walsender'
        and (state is distinct from 'idle' or state_change > clock_timestamp() - interval '11 s')) as some`,
  )
  return rows[0]?.some ?? true
}

async function walBetween(client: pg.ClientBase, from?: string, to?: string): Promise<number | undefined> {
  if (from === undefined || to === undefined) return undefined
  const { rows } = await client.query<{ bytes: number }>('select pg_wal_lsn_diff($1, $2)::float8 as bytes', [to, from])
  return rows[0]?.bytes
}
