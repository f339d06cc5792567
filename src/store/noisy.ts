import type { Incident } from '../incident/incident.ts'
import type { HeardOf } from '../incident/noisy.ts'
import type { Row, Sql } from './db.ts'

const atOnce = 500
const most = 10_000

/** Incidents that began since then, and those that still burn; a part at a time, so that no answer is as big as the week. */
export async function eachIncidentSince(sql: Sql, since: Date, look: (part: Incident[]) => void): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (let seen = 0; seen < most; seen += atOnce) {
    const { rows } = await sql.query<{ incident: string; folded: string }>(
      `select incident, folded from incident_head
        where signature is not null and (opened_at >= $1 or status <> 'resolved') and incident > $2
        order by incident limit $3`,
      [since, after, atOnce],
    )
    look(rows.map(row => JSON.parse(row.folded) as Incident))
    if (rows.length < atOnce) return
    after = rows.at(-1)?.incident ?? after
  }
}

interface HeardRow extends Row {
  signature: string
  service: string
  said: string
  alerts: number
}

/** What was heard since then, by signature; those with the most alerts. */
export async function heardSince(sql: Sql, since: Date, limit = 100): Promise<HeardOf[]> {
  const { rows } = await sql.query<HeardRow>(
    `select signature, min(service) as service, min(said) as said, count(*) as alerts from alert
      where heard_at >= $1 group by signature order by alerts desc limit $2`,
    [since, limit],
  )
  return rows.map(({ signature, service, said, alerts }) => ({ signature, service, name: nameIn(said), alerts }))
}

function nameIn(said: string): string {
  const { title, labels } = JSON.parse(said) as { title: string; labels: Record<string, string> }
  return labels['alertname'] ?? title
}
