import type { EventData } from '../incident/events.ts'
import type { Row, Sql } from './db.ts'

/** What was said when this evidence was added, the last time, by its id; undefined when there is none. */
export async function evidenceNamed(sql: Sql, id: string): Promise<EventData['EvidenceAdded'] | undefined> {
  const { rows } = await sql.query<{ data: string } & Row>(
    `select data from entry
      where type = 'EvidenceAdded' and substring(data from '^\\{"evidence":"([0-9a-f-]{36})"') = lower($1)
      order by pos desc limit 1`,
    [id],
  )
  return rows[0] && (JSON.parse(rows[0].data) as EventData['EvidenceAdded'])
}
