import type { Row, Sql } from './db.ts'

/** One attempt to hand a call to its channel, with the receiver's own answer. */
export interface Attempt extends Row {
  call: string
  n: number
  at: string
  outcome: string
  answer: string
}

/** Those of the call itself and, beyond the cap, of the message that tells it. */
export async function attemptsOf(sql: Sql, incident: string): Promise<Attempt[]> {
  const { rows } = await sql.query<Attempt>(
    `select substr(key, 6) as call, n, attempt.at, attempt.outcome, attempt.answer
       from attempt join obligation on obligation.id = attempt.obligation where incident = $1 and kind = 'call'
     union all
     select call::text, n, attempt.at, attempt.outcome, attempt.answer
       from held_call join attempt on attempt.obligation = held_call.obligation where incident = $1
      order by at, n`,
    [incident],
  )
  return rows
}

/** How many attempts of each call began and never said how they ended: each may have arrived. */
export async function unansweredOf(sql: Sql, incident: string): Promise<Map<string, number>> {
  const { rows } = await sql.query<{ call: string; n: number } & Row>(
    `select substr(key, 6) as call, attempts - (select count(*) from attempt where obligation = obligation.id)
              - (case when lease_until is null then 0 else 1 end) as n
       from obligation where incident = $1 and kind = 'call'`,
    [incident],
  )
  return new Map(rows.filter(({ n }) => n > 0).map(({ call, n }) => [call, n]))
}

/** Before taps stood on the timeline they were kept here only. */
export async function tappedOf(sql: Sql, incident: string): Promise<Set<string>> {
  const { rows } = await sql.query<{ subject: string } & Row>(
    'select subject from capability where incident = $1 and tapped_at is not null',
    [incident],
  )
  return new Set(rows.map(row => row.subject))
}

export interface Moment extends Row {
  call: string
  is: 'owed' | 'handed over' | 'shown' | 'tapped' | 'failed'
  at: string
}

const moments = {
  CallOwed: 'owed',
  CallHandedOver: 'handed over',
  CallShown: 'shown',
  CallTapped: 'tapped',
  CallFailed: 'failed',
} as const

/** When each of an incident's calls came how far, as its timeline tells it. */
export async function momentsOf(sql: Sql, incident: string): Promise<Moment[]> {
  const { rows } = await sql.query<{ type: keyof typeof moments; data: string; at: string } & Row>(
    'select type, data, at from entry where incident = $1 and type = any($2) order by seq',
    [incident, Object.keys(moments)],
  )
  return rows.map(({ type, data, at }) => ({
    call: (JSON.parse(data) as { call: string }).call,
    is: moments[type],
    at,
  }))
}
