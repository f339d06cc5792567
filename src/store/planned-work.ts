import type { PlannedWork } from '../steps/notify/status-page.ts'
import type { Row, Sql } from './db.ts'

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

export async function addPlannedWork(sql: Sql, work: PlannedWork, by: string, now: Date): Promise<void> {
  await sql.query(`insert into planned_work (${columns}, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7)`, [
    work.id,
    work.services,
    work.says,
    work.startsAt,
    work.endsAt,
    by,
    now,
  ])
}

/** It is over, or does not come. False when there is none. */
export async function endPlannedWork(sql: Sql, id: string, now: string): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update planned_work set ends_at = $2, starts_at = least(starts_at, $2) where id::text = lower($1) and ends_at > $2`,
    [id, now],
  )
  return rowCount === 1
}
