import type { Row, Sql } from './db.ts'

/** How far each incident's timeline is that is not over: cheap to read, whatever their number. */
export async function burningSeqs(sql: Sql): Promise<Map<string, number>> {
  const { rows } = await sql.query<{ incident: string; seq: number } & Row>(
    `select incident, seq from incident_head where status <> 'resolved'`,
  )
  return new Map(rows.map(({ incident, seq }) => [incident, seq]))
}

/** Services whose alerts open and page nothing. */
export async function watchedOnly(sql: Sql): Promise<Set<string>> {
  const { rows } = await sql.query<{ slug: string } & Row>(`select slug from service where mode = 'watch-only'`)
  return new Set(rows.map(({ slug }) => slug))
}

export interface KnownOfCalls {
  /** One message tells these with others. */
  held: Set<string>
  /** What the receiver said last, by call. */
  said: Map<string, string>
}

export async function knownOfCalls(sql: Sql, calls: readonly string[]): Promise<KnownOfCalls> {
  if (calls.length === 0) return { held: new Set(), said: new Map() }
  const keys = calls.map(call => `call:${call}`)
  const { rows: held } = await sql.query<{ call: string } & Row>(
    'select call::text from held_call where call = any($1::uuid[])',
    [calls],
  )
  const { rows: said } = await sql.query<{ call: string; answer: string } & Row>(
    `select distinct on (obligation.id) substr(key, 6) as call, attempt.answer
       from obligation join attempt on attempt.obligation = obligation.id where key = any($1)
      order by obligation.id, attempt.at desc, attempt.n desc`,
    [keys],
  )
  return {
    held: new Set(held.map(one => one.call)),
    said: new Map(said.map(one => [one.call, one.answer])),
  }
}

export interface Overdue extends Row {
  id: string
  incident: string | null
  number: number | null
  key: string
  due_at: string
}

/** What is owed, was due before `since`, and nobody did: a page, what tells several together, or a timer. What is tried on has a later time. */
export async function overdue(sql: Sql, since: Date): Promise<Overdue[]> {
  const { rows } = await sql.query<Overdue>(
    `select obligation.id, obligation.incident, number, key, due_at from obligation
       left join incident on incident.id = obligation.incident
      where state = 'owed' and due_at < $1 and kind in ('ask', 'call', 'told-together') order by due_at limit 100`,
    [since],
  )
  return rows
}

/** When a canary last came through, whichever node flew or performed it. */
export async function lastCanaryAt(sql: Sql): Promise<Date | undefined> {
  const { rows } = await sql.query<{ at: string | null } & Row>(
    `select max(attempt.at) as at from obligation join attempt on attempt.obligation = obligation.id
      where kind = 'canary' and state = 'done'`,
  )
  return rows[0]?.at ? new Date(rows[0].at) : undefined
}
