import type { Sql } from './db.ts'

/** The later of two moves stays, whichever comes last. */
export async function noteMoved(sql: Sql, incident: string, person: string, at: string): Promise<void> {
  await sql.query(
    `insert into room_activity (incident, person, at) values ($1, $2, $3)
     on conflict (incident, person) do update set at = greatest(room_activity.at, excluded.at)`,
    [incident, person, at],
  )
}
