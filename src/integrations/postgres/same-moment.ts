import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'

/** One moment of a cluster by both of its names: who sees what (`pg_current_snapshot`), and how far its log is. */
export interface Moment {
  snapshot: string
  lsn: string
}

const longestSearchMs = 5_000

/**
 * Leaves `reader` in a snapshot that is what a server shows that has replayed the log up to `lsn` and no further. The two are not the
 * same thing: a commit is in the log a moment before others see it. So a moment is looked for in which nobody was between the two:
 * whoever had written something then was still at it later. Where the source is too busy for that the last one is taken: whether it
 * was one is looked at again in what was restored (`seesTheSame`).
 */
export async function findMoment(reader: pg.ClientBase, other: pg.ClientBase, signal: AbortSignal): Promise<Moment> {
  for (const until = performance.now() + longestSearchMs; ; ) {
    signal.throwIfAborted()
    await reader.query('begin isolation level repeatable read read only')
    const snapshot = await oneOf(reader, 'select pg_current_snapshot()::text as said')
    const lsn = await oneOf(reader, 'select pg_current_wal_insert_lsn()::text as said')
    if ((await nobodyWasBetween(other, snapshot)) || performance.now() > until) return { snapshot, lsn }
    await reader.query('rollback')
    await wait(5 + Math.random() * 40, undefined, { signal })
  }
}

/** In this order: who has ended by the time that writers are listed shows in the second snapshot. */
async function nobodyWasBetween(other: pg.ClientBase, snapshot: string): Promise<boolean> {
  const writers = await writersOf(other)
  if ((await oneOf(other, 'select pg_current_snapshot()::text as said')) !== snapshot) return false
  if (writers.length === 0) return true
  await wait(60)
  const still = new Set(await writersOf(other))
  return writers.every(one => still.has(one))
}

/** Everybody who has written and not ended: each holds a lock on the number of its transaction, which every role may see. */
async function writersOf(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ who: string }>(
    `select transactionid::text || ' ' || virtualtransaction as who from pg_locks
      where locktype = 'transactionid' and mode = 'ExclusiveLock' and granted`,
  )
  return rows.map(row => row.who)
}

/** The log goes on behind that moment, so that whoever replays it knows where to stop; a place in it that lies behind. */
export async function passMoment(client: pg.ClientBase): Promise<string> {
  await client.query('begin read write')
  // Every role may; and it is on disk when it is committed, which an empty transaction is not.
  await client.query(`select pg_logical_emit_message(true, 'fireline', '')`)
  await client.query('commit')
  // One before the end: pg_receivewal waits for more than it was told.
  return oneOf(client, 'select (pg_current_wal_insert_lsn() - 1)::text as said')
}

/** True when nobody has committed here whom that snapshot did not see. Asked before anything is written here. */
export async function seesTheSame(client: pg.ClientBase, { snapshot }: Moment): Promise<boolean> {
  const { rows } = await client.query<{ more: boolean }>(
    `select exists (
       select from (
         select pg_snapshot_xip($1::pg_snapshot) as xid
         union all
         select x::text::xid8 from generate_series(pg_snapshot_xmax($1::pg_snapshot)::text::int8,
           pg_snapshot_xmax(pg_current_snapshot())::text::int8 - 1) x) unseen
        where case when xid < pg_snapshot_xmax(pg_current_snapshot()) then pg_xact_status(xid) = 'committed' end) as more`,
    [snapshot],
  )
  return rows[0]?.more === false
}

async function oneOf(client: pg.ClientBase, sql: string): Promise<string> {
  const { rows } = await client.query<{ said: string }>(sql)
  return rows[0]?.said ?? ''
}
