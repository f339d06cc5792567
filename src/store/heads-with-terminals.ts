import type { Sql } from './db.ts'
import { type Head, type HeadRow, toHead } from './head.ts'

/** Incidents that are not over and in which a terminal was shared, newest first. */
export async function headsWithTerminals(sql: Sql): Promise<Head[]> {
  const { rows } = await sql.query<HeadRow>(
    `select folded, hash from incident_head
      where status <> 'resolved' and incident in (select incident from recording)
      order by opened_at desc limit 200`,
  )
  return rows.map(toHead)
}
