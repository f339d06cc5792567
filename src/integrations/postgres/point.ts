import type pg from 'pg'
import type { Point } from '../../incident/prints.ts'
import { sqlName } from './fingerprint.ts'
import type { Table } from './schema.ts'

/**
 * Where the source stands, so that what is written later can be told. Read before the snapshot of a copy: what is written between
 * the two then counts as written since, although it is in the copy. What this role may not ask is left out.
 */
export async function pointOf(client: pg.ClientBase, tables: readonly Table[]): Promise<Point> {
  const { rows } = await client.query<{ at: string; reset: string }>(
    `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
            concat_ws(' ', (select stats_reset from pg_stat_database where datname = current_database()),
                      (select stats_reset from pg_stat_archiver)) as reset`,
  )
  const system = await asked(client, 'select system_identifier::text as said from pg_control_system()')
  // A stand-by writes no log of its own.
  const lsn = await asked(
    client,
    `select (case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end)::text as said`,
  )
  return {
    at: rows[0]?.at ?? '',
    ...(system !== undefined && { system }),
    ...(lsn !== undefined && { lsn }),
    statsReset: rows[0]?.reset ?? '',
    tables: await writesOf(client, tables),
  }
}

/** Rows written so far, rolled back ones too; the file is another one after a truncate or a rewrite, which count as no rows. `u`: it writes no log. */
async function writesOf(client: pg.ClientBase, tables: readonly Table[]): Promise<NonNullable<Point['tables']>> {
  const { rows } = await client.query<{ schema: string; table: string; writes: number; file: string }>(
    `select n.nspname as schema, t.relname as "table",
            sum(pg_stat_get_tuples_inserted(c.oid) + pg_stat_get_tuples_updated(c.oid) + pg_stat_get_tuples_deleted(c.oid))::float8 as writes,
            string_agg(c.oid || '/' || coalesce(pg_relation_filenode(c.oid), 0) || c.relpersistence::text, ' ' order by c.oid) as file
       from pg_class t join pg_namespace n on n.oid = t.relnamespace
       cross join lateral (select t.oid as part union select relid from pg_partition_tree(t.oid)) parts
       join pg_class c on c.oid = parts.part
      where t.oid = any($1::oid[]) group by 1, 2 order by 1, 2`,
    [tables.map(table => table.oid)],
  )
  return rows.map(row => ({ name: sqlName(row), writes: row.writes, file: row.file }))
}

/** Undefined where this role or this server does not answer; the transaction goes on. */
async function asked(client: pg.ClientBase, sql: string): Promise<string | undefined> {
  await client.query('savepoint asked')
  try {
    const { rows } = await client.query<{ said: string | null }>(sql)
    await client.query('release savepoint asked')
    return rows[0]?.said ?? undefined
  } catch {
    await client.query('rollback to savepoint asked')
    return undefined
  }
}
