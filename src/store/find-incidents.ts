import type { Incident } from '../incident/incident.ts'
import { type IncidentLine, lineOf } from '../incident/line.ts'
import type { Row, Sql } from './db.ts'
import { type Head, type HeadRow, toHead } from './head.ts'

export interface IncidentFilter {
  status?: 'open' | 'mitigated' | 'resolved' | 'all'
  /** Each must occur in what the incident is found by; small letters. */
  words?: string[]
  service?: string
  severities?: string[]
  /** Opened at or after; before. */
  from?: string
  to?: string
  /** Only what comes after this incident in the list. */
  after?: string
  limit?: number
}

const byStatus = { open: `status <> 'resolved'`, mitigated: `status = 'mitigated'`, resolved: `status = 'resolved'` }

/** The conditions of a filter, and their values. */
function where(filter: IncidentFilter): { text: string; values: unknown[] } {
  const { status = 'all', words = [], service, severities, from, to, after } = filter
  const conditions = status === 'all' ? [] : [byStatus[status]]
  const values: unknown[] = []
  const also = (value: unknown, condition: (name: string) => string) => {
    if (value !== undefined) conditions.push(condition(`$${values.push(value)}`))
  }
  also(service, name => `service = ${name}`)
  also(severities, name => `severity = any(${name})`)
  also(from, name => `opened_at >= ${name}`)
  also(to, name => `opened_at < ${name}`)
  for (const word of words) also(word, name => `strpos(coalesce(found_by, lower(title)), ${name}) > 0`)
  also(after, name => `(opened_at, number) < (select opened_at, number from incident_head where incident = ${name})`)
  return { text: conditions.length > 0 ? `where ${conditions.join(' and ')}` : '', values }
}

const inOrder = 'order by opened_at desc, number desc'

/** Whole, newest first. */
export async function findIncidents(sql: Sql, filter: IncidentFilter): Promise<Head[]> {
  const { text, values } = where(filter)
  const { rows } = await sql.query<HeadRow>(
    `select folded, hash from incident_head ${text} ${inOrder} limit $${values.length + 1}`,
    [...values, filter.limit ?? 200],
  )
  return rows.map(toHead)
}

interface LineRow extends Row {
  line: string | null
  folded: string | null
}

/** One light row each, newest first. */
export async function findLines(sql: Sql, filter: IncidentFilter): Promise<IncidentLine[]> {
  const { text, values } = where(filter)
  const { rows } = await sql.query<LineRow>(
    `select case when line_seq = seq then line end as line, case when line_seq is distinct from seq then folded end as folded
       from incident_head ${text} ${inOrder} limit $${values.length + 1}`,
    [...values, filter.limit ?? 200],
  )
  return rows.map(({ line, folded }) =>
    line === null ? lineOf(JSON.parse(folded ?? '{}') as Incident) : (JSON.parse(line) as IncidentLine),
  )
}

export async function countIncidents(sql: Sql, filter: IncidentFilter): Promise<number> {
  const { text, values } = where({ ...filter, after: undefined })
  const { rows } = await sql.query<{ found: number }>(`select count(*) as found from incident_head ${text}`, values)
  return rows[0]?.found ?? 0
}
