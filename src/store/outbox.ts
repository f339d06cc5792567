import { newId } from '../engine/id.ts'
import type { Obligation } from '../incident/obligation.ts'
import type { Row, Sql, Tx } from './db.ts'
import { storable } from './storable.ts'

export interface OwedRow extends Row {
  id: string
  incident: string
  kind: string
  key: string
  body: string
  epoch: number
  attempts: number
}

/** What an entry obliges us to; `isDone`: it was done in this transaction. */
export interface Owing {
  entry: string
  owed: Obligation
  isDone?: boolean
}

/** Rows that are leased to this node as they are written: it performs them once they are committed. */
export interface Born {
  node: string
  until: Date
  mine: ReadonlySet<Owing>
}

/**
 * Owes each obligation once: the same key within an incident is owed already, and stays as it is. Answers the rows that were born leased.
 */
export async function owe(
  tx: Tx,
  incident: string,
  owing: readonly Owing[],
  now: Date,
  born: Born,
): Promise<OwedRow[]> {
  if (owing.length === 0) return []
  const columns = owing.map(one => {
    const { entry, owed, isDone = false } = one
    const state = isDone ? 'done' : born.mine.has(one) ? 'mine' : 'owed'
    return [newId(now), entry, owed.kind, owed.key, JSON.stringify(owed.body), owed.dueAt, state]
  })
  const { rows } = await tx.query<OwedRow & { state: string }>(
    `with given as (
       select one.*, state in ('mine', 'done') as begun from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::text[])
         as one (id, entry, kind, key, body, due_at, state)
     ), made as (
       insert into obligation (id, incident, entry, kind, key, body, due_at, state, done_at, lease_until, leased_by, epoch, attempts)
       select id, $1, entry, kind, key, body, due_at, case state when 'mine' then 'owed' else state end,
              case state when 'done' then $9::timestamptz end, case state when 'mine' then $10::timestamptz end,
              case state when 'mine' then $11 end, begun::int, begun::int from given
       on conflict (incident, key) do nothing
       returning id, incident, kind, key, body, epoch, attempts, state
     ), noted as (
       insert into attempt (obligation, n, epoch, at, outcome, answer)
       select id, 1, 1, $9, 'delivered', 'asked at once' from made where state = 'done'
     )
     select id, incident, kind, key, body, epoch, attempts, state from made where state = 'owed' and epoch = 1`,
    [incident, ...(columns[0] ?? []).map((_, i) => columns.map(row => row[i])), now, born.until, born.node],
  )
  return rows
}

/** Of these kinds so many may be leased now. */
export interface Wanted {
  kinds: readonly string[]
  places: number
}

/**
 * Leases what is due, the earliest first: owed, and nobody's or its lease ran out. Each lease raises the epoch, which is the right to record
 * its outcome: a node that was stopped and comes back late finds a higher one and records nothing. What is under way here is not
 * taken over from ourselves, however late a clock that was set says it is.
 */
export async function lease(
  sql: Sql,
  node: string,
  now: Date,
  leaseMs: number,
  wanted: readonly Wanted[],
  underWay: readonly string[],
): Promise<OwedRow[]> {
  const { rows } = await sql.query<OwedRow>(
    `update obligation set lease_until = $2::timestamptz + $3 * interval '1 millisecond', leased_by = $1,
            epoch = epoch + 1, attempts = attempts + 1
      where id = any (array(
        select due.id from jsonb_to_recordset($4::jsonb) as lane (kinds text[], places int),
          lateral (select one.id from unnest(lane.kinds) as of (kind),
                     lateral (select id, due_at from obligation
                               where state = 'owed' and obligation.kind = of.kind and due_at <= $2
                                 and (lease_until is null or lease_until <= $2) and id <> all ($5::uuid[])
                               order by due_at limit lane.places for update skip locked) as one
                    order by one.due_at limit lane.places) as due))
      returning id, incident, kind, key, body, epoch, attempts`,
    [node, now, leaseMs, JSON.stringify(wanted), underWay],
  )
  return rows
}

/**
 * What was leased to this node, and it did not hear so: the line broke behind the commit. The same lease goes on, under the same epoch.
 */
export async function leasedUnheard(
  sql: Sql,
  node: string,
  now: Date,
  leaseMs: number,
  underWay: readonly string[],
): Promise<OwedRow[]> {
  const { rows } = await sql.query<OwedRow>(
    `update obligation set lease_until = $2::timestamptz + $3 * interval '1 millisecond'
      where state = 'owed' and leased_by = $1 and lease_until > $2 and id <> all ($4::uuid[])
      returning id, incident, kind, key, body, epoch, attempts`,
    [node, now, leaseMs, underWay],
  )
  return rows
}

/** Ends every lease: for the only node of a database, whose earlier process is dead and works on nothing any more. */
export async function endLeases(sql: Sql): Promise<void> {
  await sql.query(
    `update obligation set lease_until = null, leased_by = null where state = 'owed' and lease_until is not null`,
  )
  await sql.query('update traffic_shift set lease_until = null where ended_at is null')
}

/** Keeps a lease while the work goes on; false when it was lost. */
export async function extendLease(sql: Sql, id: string, epoch: number, until: Date): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update obligation set lease_until = $3 where id = $1 and epoch = $2 and state = 'owed'`,
    [id, epoch, until],
  )
  return rowCount === 1
}

export interface Record {
  outcome: 'delivered' | 'failed' | 'held' | 'retry'
  answer: string
  retryAt?: Date
}

/** Records an attempt's outcome under its epoch; false (and nothing written) when a later lease took over. */
export async function recordAttempt(
  tx: Tx,
  owed: OwedRow,
  now: Date,
  { outcome, answer, retryAt }: Record,
): Promise<boolean> {
  const state = { delivered: 'done', held: 'done', failed: 'failed', retry: 'owed' }[outcome]
  const said = storable(answer, 2_000)
  const { rowCount } = await tx.query(
    `with ended as (
       update obligation set state = $3, lease_until = null, leased_by = null, due_at = coalesce($4, due_at),
              done_at = case when $3 = 'owed' then null else $5::timestamptz end
        where id = $1 and epoch = $2 and state = 'owed' returning id)
     insert into attempt (obligation, n, epoch, at, outcome, answer) select id, $6, $2, $5, $7, $8 from ended`,
    [owed.id, owed.epoch, state, retryAt ?? null, now, owed.attempts, outcome, said],
  )
  return rowCount === 1
}

/** This very attempt stands there: the commit was done whose answer did not come. */
export async function isRecorded(sql: Sql, { id, attempts, epoch }: OwedRow): Promise<boolean> {
  const { rowCount } = await sql.query('select 1 from attempt where obligation = $1 and n = $2 and epoch = $3', [
    id,
    attempts,
    epoch,
  ])
  return rowCount === 1
}

/** The incidents whose calls a silence holds: each is owed a look when it ends. */
export async function incidentsHeld(sql: Sql): Promise<string[]> {
  const { rows } = await sql.query<{ incident: string }>(
    `select distinct incident from obligation where state = 'owed' and key like 'weigh-silence:%'`,
  )
  return rows.map(row => row.incident)
}

/**
 * When the next owed thing of these kinds falls due, or its lease runs out. Only the first few of each kind are looked at, so that ten
 * thousand timers cost nothing: what is leased comes before what is not due yet, and with more than that under way the answer may be late.
 */
export async function nextDueAt(sql: Sql, kinds: readonly string[]): Promise<Date | undefined> {
  const { rows } = await sql.query<{ at: string | null }>(
    `select min(greatest(due_at, coalesce(lease_until, due_at))) as at from unnest($1::text[]) as of (kind),
       lateral (select due_at, lease_until from obligation where state = 'owed' and obligation.kind = of.kind
                 order by due_at limit 64) as first`,
    [kinds],
  )
  return rows[0]?.at ? new Date(rows[0].at) : undefined
}

/** Attempts before this one that never recorded an outcome: each may have reached the receiver. */
export async function unrecordedAttempts(sql: Sql, id: string, attempts: number): Promise<number> {
  const { rows } = await sql.query<{ recorded: number }>(
    'select count(*) as recorded from attempt where obligation = $1',
    [id],
  )
  return attempts - 1 - (rows[0]?.recorded ?? 0)
}
