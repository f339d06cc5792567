import type { Alert, AlertSeverity } from '../alert/alert.ts'
import type { Beating } from '../alert/heartbeat.ts'
import { saidOf } from './alerts.ts'
import type { Row, Sql, Tx } from './db.ts'

export interface Heartbeat extends Beating {
  id: string
  /** Only ours have one; the others are alerts that fire for ever. */
  slug?: string
  title: string
  service: string
  severity?: AlertSeverity
  integration: string
  status: string
  count: number
  /** Since when it is late and told so. */
  lateSince?: string
}

/** A gap counts when somebody listened all the time, and it was not told as late. */
const gapMs = `case when heartbeat.raised_at is null and heartbeat.last_at > (select since from listening)
  then extract(epoch from (excluded.last_at - heartbeat.last_at)) * 1000 end`

/** It was heard; returns the heartbeat's id. An end is no beat: what says that it ends is silent from then on. */
export async function heard(
  tx: Tx,
  {
    id,
    integration,
    service,
    at,
    alert,
  }: { id: string; integration: string; service: string; at: string; alert: Alert },
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into heartbeat (id, integration, fingerprint, service, status, first_at, last_at, said)
     values ($1, $2, $3, $4, $5, $6, $6, $7)
     on conflict (org, integration, fingerprint) do update set service = excluded.service, status = excluded.status,
       last_at = case when excluded.status = 'firing' then excluded.last_at else heartbeat.last_at end,
       count = heartbeat.count + 1, said = excluded.said, deleted_at = null,
       gaps = heartbeat.gaps + case when excluded.status = 'firing' and ${gapMs} is not null then 1 else 0 end,
       largest_gap_ms = greatest(heartbeat.largest_gap_ms, case when excluded.status = 'firing' then ${gapMs} end)
     returning id`,
    [id, integration, alert.fingerprint, service, alert.status, at, saidOf(alert)],
  )
  return rows[0]?.id ?? id
}

export interface OwnHeartbeat {
  slug: string
  title: string
  service: string
  everyMs: number
  graceMs: number
  severity: AlertSeverity
}

/** Makes one of ours, or changes it. A new one is expected from now on. */
export async function putHeartbeat(
  tx: Tx,
  { slug, title, service, everyMs, graceMs, severity }: OwnHeartbeat,
  { id, integration, at }: { id: string; integration: string; at: string },
): Promise<void> {
  await tx.query(
    `insert into heartbeat (id, integration, fingerprint, slug, service, status, first_at, last_at, count, said, every_ms, grace_ms, severity)
     values ($1, $2, $3, $3, $4, 'firing', $5, $5, 0, $6, $7, $8, $9)
     on conflict (org, integration, fingerprint) do update set service = excluded.service, said = excluded.said,
       every_ms = excluded.every_ms, grace_ms = excluded.grace_ms, severity = excluded.severity, deleted_at = null,
       last_at = case when heartbeat.deleted_at is null then heartbeat.last_at else excluded.last_at end`,
    [id, integration, slug, service, at, JSON.stringify({ title }), everyMs, graceMs, severity],
  )
}

/** One of ours was heard, with a key of this service; the key of `default` speaks for every service. */
export async function beaten(sql: Sql, slug: string, ofKey: string, at: string): Promise<Heartbeat | undefined> {
  const { rows } = await sql.query<HeartbeatRow>(
    `update heartbeat set last_at = greatest(last_at, $3), count = count + 1
      where slug = $1 and deleted_at is null and $2 in (service, 'default') returning ${columns}`,
    [slug, ofKey, at],
  )
  return rows[0] && toHeartbeat(rows[0])
}

/** By its slug, or its id. False when there is none. One that is told as late stays until that is taken back. */
export async function deleteHeartbeat(tx: Tx, name: string, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update heartbeat set deleted_at = $2 where (slug = $1 or id::text = lower($1)) and deleted_at is null`,
    [name, at],
  )
  await forgetDeleted(tx)
  return rowCount === 1
}

export async function forgetDeleted(sql: Sql): Promise<void> {
  await sql.query('delete from heartbeat where deleted_at is not null and raised_at is null')
}

export async function listHeartbeats(sql: Sql): Promise<Heartbeat[]> {
  const { rows } = await sql.query<HeartbeatRow>(
    `select ${columns} from heartbeat where deleted_at is null order by slug is null, slug, last_at desc limit 2000`,
  )
  return rows.map(toHeartbeat)
}

/** Those with a rhythm; `isOver` was deleted, or nobody may send it any more. */
export async function expectedHeartbeats(sql: Sql): Promise<(Heartbeat & { isOver: boolean })[]> {
  const { rows } = await sql.query<HeartbeatRow & { is_over: boolean }>(
    `select ${columns}, (deleted_at is not null or exists (
         select 1 from integration i where i.id = heartbeat.integration and i.deleted_at is not null)) as is_over
       from heartbeat where every_ms is not null or gaps > 1 or raised_at is not null`,
  )
  return rows.map(row => ({ ...toHeartbeat(row), isOver: row.is_over }))
}

export async function setLate(sql: Sql, id: string, since: string | null): Promise<void> {
  await sql.query('update heartbeat set raised_at = $2 where id = $1', [id, since])
}

const columns = `id, slug, service, severity, status, last_at, count, integration, said, every_ms, grace_ms, gaps, largest_gap_ms, raised_at`

interface HeartbeatRow extends Row {
  id: string
  slug: string | null
  service: string
  severity: AlertSeverity | null
  status: string
  last_at: string
  count: number
  integration: string
  said: string
  every_ms: number | null
  grace_ms: number | null
  gaps: number
  largest_gap_ms: number
  raised_at: string | null
}

function toHeartbeat(row: HeartbeatRow): Heartbeat {
  const { title } = JSON.parse(row.said) as { title: string }
  return {
    id: row.id,
    slug: row.slug ?? undefined,
    title,
    service: row.service,
    severity: row.severity ?? undefined,
    integration: row.integration,
    status: row.status,
    lastAt: row.last_at,
    count: row.count,
    everyMs: row.every_ms ?? undefined,
    graceMs: row.grace_ms ?? undefined,
    gaps: row.gaps,
    largestGapMs: row.largest_gap_ms,
    lateSince: row.raised_at ?? undefined,
  }
}
