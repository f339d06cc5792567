import type { PlannedWork } from '../steps/notify/status-page.ts'
import type { Row, Sql } from './db.ts'

/** What planned work keeps from paging. */
export type Mutes = 'nothing' | 'all-but-critical' | 'everything'

interface WorkRow extends Row {
  id: string
  services: string[]
  says: string
  starts_at: string
  ends_at: string
}

const columns = 'id, services, says, starts_at, ends_at'

/** What is being done or comes, the first first. */
export async function listPlannedWork(sql: Sql, now: string): Promise<PlannedWork[]> {
  const { rows } = await sql.query<WorkRow>(
    `select ${columns} from planned_work where ends_at > $1 order by starts_at, id limit 200`,
    [now],
  )
  return rows.map(row => ({
    id: row.id,
    services: row.services,
    says: row.says,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
  }))
}

export async function addPlannedWork(
  sql: Sql,
  work: PlannedWork & { mutes: Mutes },
  by: string,
  now: Date,
): Promise<void> {
  await sql.query(
    `insert into planned_work (${columns}, made_by, made_at, mutes) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [work.id, work.services, work.says, work.startsAt, work.endsAt, by, now, work.mutes],
  )
}

/** It is over, or does not come. False when there is none. */
export async function endPlannedWork(sql: Sql, id: string, now: string): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update planned_work set ends_at = $2, starts_at = least(starts_at, $2) where id::text = lower($1) and ends_at > $2`,
    [id, now],
  )
  return rowCount === 1
}

export interface Muting {
  mutes: Mutes
  /** So many alerts fire now and are kept out by it. */
  keptOut: number
}

/** What each work that is not over keeps from paging. No status page shows it. */
export async function mutingByWork(sql: Sql, now: string): Promise<Map<string, Muting>> {
  const { rows } = await sql.query<{ id: string; mutes: Mutes; kept_out: number } & Row>(
    `select work.id, work.mutes, (select count(*)::integer from alert
        where kept_out = 'silence' and status = 'firing'
          and kept_by in (select silence.id::text from silence where silence.planned_work = work.id)) as kept_out
       from planned_work as work where ends_at > $1`,
    [now],
  )
  return new Map(rows.map(({ id, mutes, kept_out }) => [id, { mutes, keptOut: kept_out }]))
}

/** The maintenance windows that belong to it and are not over. */
export async function windowsOfWork(sql: Sql, work: string, now: string): Promise<string[]> {
  const { rows } = await sql.query<{ id: string } & Row>(
    'select id from silence where planned_work::text = lower($1) and ends_at > $2',
    [work, now],
  )
  return rows.map(row => row.id)
}
