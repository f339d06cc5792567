import type { Row, Sql } from './db.ts'

export interface HeadNow extends Row {
  incident: string
  seq: number
  hash: string
}

/** How far these incidents are, and the `most` newest of those that are not resolved. */
export async function headsNow(sql: Sql, incidents: readonly string[], most: number): Promise<HeadNow[]> {
  const { rows } = await sql.query<HeadNow>(
    `select incident, seq, hash from incident_head where incident = any($1::uuid[])
     union
     (select incident, seq, hash from incident_head where status <> 'resolved' order by opened_at desc limit $2)`,
    [incidents, most],
  )
  return rows
}

/** Whether this incident, or any on the services that these resources belong to, is not over. */
export async function burnsAround(sql: Sql, incident: string, resources: readonly string[]): Promise<boolean> {
  const { rows } = await sql.query<{ burns: boolean }>(
    `select exists (select from incident_head where status <> 'resolved'
        and (incident = $1 or service in (select service from resource where slug = any($2)))) as burns`,
    [incident, resources],
  )
  return rows[0]?.burns ?? true
}
