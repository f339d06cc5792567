import type { Incident } from '../incident/incident.ts'
import type { Row, Sql } from './db.ts'

export interface HandedOver {
  person: string
  /** The first time. */
  at: string
  /** The message: of those that were told together, the same. */
  message: string
}

const atOnce = 200

/** Every page that was handed over in this time, by whom it was for. */
export async function pagesHandedOver(sql: Sql, from: string, to: string): Promise<HandedOver[]> {
  const { rows } = await sql.query<{ incident: string; at: string; data: string | null }>(
    `select incident, at, data from entry where type = 'CallHandedOver' and at >= $1 and at < $2 order by at`,
    [from, to],
  )
  const people = await peopleOfCalls(sql, [...new Set(rows.map(({ incident }) => incident))])
  const first = new Map<string, HandedOver>()
  for (const { at, data } of rows) {
    const { call, together } = JSON.parse(data ?? '{}') as { call?: string; together?: string }
    const person = people.get(call ?? '')
    const message = together ?? call
    if (person && message && !first.has(`${person} ${message}`))
      first.set(`${person} ${message}`, { person, at, message })
  }
  return [...first.values()]
}

interface HeadRow extends Row {
  folded: string
}

async function peopleOfCalls(sql: Sql, incidents: readonly string[]): Promise<Map<string, string>> {
  const people = new Map<string, string>()
  for (let n = 0; n < incidents.length; n += atOnce) {
    const { rows } = await sql.query<HeadRow>('select folded from incident_head where incident = any($1)', [
      incidents.slice(n, n + atOnce),
    ])
    for (const { folded } of rows)
      for (const { id, person } of (JSON.parse(folded) as Incident).calls) people.set(id, person)
  }
  return people
}
