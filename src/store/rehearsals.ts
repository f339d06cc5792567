import { newId } from '../engine/id.ts'
import type { BackupLevel } from '../incident/events.ts'
import type { Row, Sql } from './db.ts'

/** What came of a copy that was taken and proven before anything burned. */
export interface Rehearsal {
  id: string
  resource: string
  at: string
  ms: number
  bytes: number | null
  level: BackupLevel | null
  outcome: 'proven' | 'failed'
  why: string | null
  /** Milliseconds of each part. */
  phases: Record<string, number>
}

export async function addRehearsal(sql: Sql, one: Rehearsal, copy: string | undefined): Promise<void> {
  await sql.query(
    `insert into rehearsal (id, resource, at, ms, phases, bytes, level, outcome, why, copy)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    [
      one.id,
      one.resource,
      one.at,
      one.ms,
      JSON.stringify(one.phases),
      one.bytes,
      one.level,
      one.outcome,
      one.why,
      copy ?? null,
    ],
  )
}

const columns = `id, resource, at, ms, bytes::float8 as bytes, level, outcome, why, phases`
const read = ({ phases, ...one }: Omit<Rehearsal, 'phases'> & { phases: string | null } & Row): Rehearsal => ({
  ...one,
  phases: JSON.parse(phases ?? '{}') as Record<string, number>,
})

/** The newest first. */
export async function listRehearsals(sql: Sql): Promise<Rehearsal[]> {
  const { rows } = await sql.query<Parameters<typeof read>[0]>(
    `select ${columns} from rehearsal order by at desc, id desc limit 200`,
  )
  return rows.map(read)
}

/** Of each resource of a service the last one that was proven, as it went, and the last one that failed. */
export interface LastRehearsal {
  service: string
  resource: string
  provenAt: string | null
  level: BackupLevel | null
  /** By what it was copied. */
  driver: string | null
  ms: number
  phases: Record<string, number>
  budgetMinutes: number | null
  failedAt: string | null
  why: string | null
}

export async function lastRehearsals(sql: Sql): Promise<LastRehearsal[]> {
  const { rows } = await sql.query<Omit<LastRehearsal, 'phases'> & { phases: string } & Row>(
    `select resource.service, resource.slug as resource, (spec::jsonb ->> 'budgetMinutes')::float8 as "budgetMinutes",
        good.at as "provenAt", good.level, good.driver, coalesce(good.ms, 0) as ms, coalesce(good.phases, '{}') as phases, bad.at as "failedAt", bad.why
       from resource
       left join lateral (select at, rehearsal.level, ms, phases, copy.driver from rehearsal left join copy on copy.id = rehearsal.copy
                           where rehearsal.resource = slug and outcome = 'proven' order by at desc limit 1) good on true
       left join lateral (select at, why from rehearsal where resource = slug and outcome = 'failed' order by at desc limit 1) bad on true
      where resource.service is not null order by resource.slug`,
  )
  return rows.map(({ phases, ...one }) => ({ ...one, phases: JSON.parse(phases) as Record<string, number> }))
}

/** The last proof of each way to copy a resource as a whole, be it of a rehearsal or of an incident; gone copies count, for they were proven. */
export interface LastProof {
  resource: string
  driver: string
  level: BackupLevel
  at: string
}

export async function lastProofs(sql: Sql): Promise<LastProof[]> {
  const { rows } = await sql.query<LastProof & Row>(
    `select distinct on (resource, driver) resource, driver, level, taken_at as at from copy
      where resource is not null and driver <> 'rows' and covers[1] not like '%/%' order by resource, driver, taken_at desc`,
  )
  return rows
}

/** Owes one, unless one of this resource is owed already; true when it does. */
export async function oweRehearsal(sql: Sql, resource: string, now: Date): Promise<boolean> {
  const id = newId(now)
  const { rowCount } = await sql.query(
    `insert into obligation (id, kind, key, body, due_at)
     select $1::uuid, 'rehearse', 'rehearse:' || $1::uuid, $2::text, $3::timestamptz
      where not exists (select from obligation where kind = 'rehearse' and state = 'owed' and body = $2)`,
    [id, JSON.stringify({ resource }), now],
  )
  return rowCount === 1
}

/**
 * Resources whose time has come: asked for every so many hours and not tried for that long. One at a time in the house, and none while
 * something that pages burns: it would take from the very disks and databases that are in trouble.
 */
export async function dueForRehearsal(sql: Sql, now: Date): Promise<string | undefined> {
  const { rows } = await sql.query<{ slug: string }>(
    `select slug from resource
       left join lateral (select max(at) as at from rehearsal where resource = slug) last on true
      where spec::jsonb ? 'everyHours'
        and (last.at is null or last.at + (spec::jsonb ->> 'everyHours')::float8 * interval '1 hour' <= $1)
        and not exists (select from obligation where kind = 'rehearse' and state = 'owed')
        and not exists (select from incident_head where status = 'open' and severity in ('sev1', 'sev2'))
      order by last.at nulls first, slug limit 1`,
    [now],
  )
  return rows[0]?.slug
}

/** Of what is rehearsed the newest proven copy stays; a resource that is no longer there keeps none. */
export async function onlyNewestStays(sql: Sql, now: Date): Promise<void> {
  await sql.query(
    `update copy set expires_at = $1 where incident is null and expires_at is null and gone_at is null and (
       exists (select from copy newer where newer.incident is null and newer.resource = copy.resource and newer.taken_at > copy.taken_at
                  and newer.expires_at is null)
       or not exists (select from resource where slug = copy.resource))`,
    [now],
  )
}
