import { newId } from '../engine/id.ts'
import { answerWithinMs } from '../steps/notify/reach-check.ts'
import { type TestCall, testCallMs } from '../steps/notify/test-call.ts'
import { digestOf } from './capabilities.ts'
import { noteConfirmed } from './contacts.ts'
import type { Row, Sql, Tx } from './db.ts'
import type { Secrets } from './secrets.ts'

export interface NewTestCall {
  person: string
  /** The contact that it goes to. */
  channel: string
  askedBy: string
  /** The reach check that it is a part of. */
  check?: string
}

/** What a tap on the test comes back with; the same at a repeat. */
export const testCallToken = (secrets: Secrets, id: string): string => secrets.derive(`test call ${id}`)

/** Owed like every call, but of no incident. */
export async function addTestCall(
  tx: Tx,
  secrets: Secrets,
  { person, channel, askedBy, check }: NewTestCall,
  now: Date,
): Promise<string> {
  const id = newId(now)
  await tx.query(
    `insert into test_call (id, person, channel, asked_by, asked_at, digest, reach_check) values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, person, channel, askedBy, now, digestOf(testCallToken(secrets, id)), check ?? null],
  )
  const kind = check ? 'reach-check' : 'test-call'
  await tx.query('insert into obligation (id, kind, key, body, due_at) values ($1, $2, $3, $4, $5)', [
    newId(now),
    kind,
    `test-call:${id}`,
    JSON.stringify(check ? { check: id } : { test: id }),
    now,
  ])
  return id
}

interface TestCallRow extends Row {
  id: string
  person: string
  name: string
  channel: string
  asked_at: string
  tapped_at: string | null
  reach_check: string | null
  state: 'owed' | 'done' | 'failed'
  attempts: TestCall['attempts'] | null
}

const select = `select test_call.id, test_call.person, person.name, channel, asked_at, tapped_at, reach_check, obligation.state,
    (select json_agg(json_build_object('n', n, 'at', at, 'outcome', outcome, 'answer', answer) order by at, n)
       from attempt where attempt.obligation = obligation.id) as attempts
  from test_call join person on person.id = test_call.person
  join obligation on obligation.incident is null and obligation.key = 'test-call:' || test_call.id`

const states = { owed: 'owed', done: 'handed over', failed: 'failed' } as const

const read = (row: TestCallRow): TestCall => ({
  id: row.id,
  person: { id: row.person, name: row.name },
  channel: row.channel,
  askedAt: row.asked_at,
  ...(row.reach_check && { isCheck: true as const }),
  ...(row.tapped_at && { tappedAt: row.tapped_at }),
  state: row.tapped_at ? 'tapped' : states[row.state],
  attempts: (row.attempts ?? []).map(one => ({ ...one, at: new Date(one.at).toISOString() })),
})

export async function testCallById(sql: Sql, id: string): Promise<TestCall | undefined> {
  const { rows } = await sql.query<TestCallRow>(`${select} where test_call.id = $1`, [id])
  return rows[0] && read(rows[0])
}

/** The check that a test call is a part of. */
export async function checkOf(sql: Sql, id: string): Promise<string | undefined> {
  const { rows } = await sql.query<{ reach_check: string | null } & Row>(
    'select reach_check from test_call where id = $1',
    [id],
  )
  return rows[0]?.reach_check ?? undefined
}

/** The quiet pages of these reach checks, in the order of the person's channels. */
export async function callsOfChecks(
  sql: Sql,
  checks: readonly string[],
): Promise<Map<string, Omit<TestCall, 'person'>[]>> {
  if (checks.length === 0) return new Map()
  const { rows } = await sql.query<TestCallRow>(
    `${select} where reach_check = any($1::uuid[]) order by asked_at, test_call.id`,
    [checks],
  )
  const calls = rows.map(row => {
    const { person: _person, ...call } = read(row)
    return { check: row.reach_check, call }
  })
  const byCheck = Map.groupBy(calls, one => one.check ?? '')
  return new Map([...byCheck].map(([check, those]) => [check, those.map(one => one.call)]))
}

/** The last few tests that a person asked for, newest first. */
export async function testCallsOf(sql: Sql, person: string): Promise<TestCall[]> {
  const { rows } = await sql.query<TestCallRow>(
    `${select} where test_call.person = $1 and reach_check is null order by asked_at desc limit 10`,
    [person],
  )
  return rows.map(read)
}

export async function testCallByToken(sql: Sql, token: string): Promise<TestCall | undefined> {
  const { rows } = await sql.query<TestCallRow>(`${select} where test_call.digest = $1`, [digestOf(token)])
  return rows[0] && read(rows[0])
}

/** It was tapped; false when there is no such test. The first tap counts. */
export async function tapTestCall(tx: Tx, token: string, now: Date): Promise<boolean> {
  const { rows } = await tx.query<{ person: string; channel: string }>(
    'update test_call set tapped_at = coalesce(tapped_at, $2) where digest = $1 returning person, channel',
    [digestOf(token), now],
  )
  const [tapped] = rows
  if (tapped) await noteConfirmed(tx, tapped.person, tapped.channel, now)
  return tapped !== undefined
}

/** The last test over one of these contacts was answered; false when none waits for it. */
export async function tapLastTest(tx: Tx, person: string, contacts: readonly string[], now: Date): Promise<boolean> {
  const { rows } = await tx.query<{ channel: string }>(
    `update test_call set tapped_at = $3 where id = (
       select id from test_call where person = $1 and channel = any($2) and asked_at > $4 order by asked_at desc limit 1)
       and tapped_at is null returning channel`,
    [person, contacts, now, new Date(now.getTime() - answerWithinMs)],
  )
  for (const { channel } of rows) await noteConfirmed(tx, person, channel, now)
  return rows.length > 0
}

export const isTooLate = ({ askedAt }: TestCall, now: Date): boolean => now.getTime() - Date.parse(askedAt) > testCallMs
