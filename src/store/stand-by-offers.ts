import type { Row, Sql } from './db.ts'

/** Incidents that burn for as long as a stand-by of their service waits, and to which none was offered yet. */
export async function waitForStandBy(sql: Sql, now: Date): Promise<string[]> {
  const { rows } = await sql.query<Row & { incident: string }>(
    `select distinct head.incident from stand_by join incident_head head on head.org = stand_by.org and head.service = stand_by.service
     where head.status = 'open' and head.opened_at <= $1::timestamptz - stand_by.offer_after_minutes * interval '1 minute'
       and not exists (select 1 from entry where entry.incident = head.incident and entry.type = 'StandByOffered')`,
    [now],
  )
  return rows.map(({ incident }) => incident)
}
