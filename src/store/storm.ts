import { newId } from '../engine/id.ts'
import type { Severity } from '../incident/severity.ts'
import { type Lately, withinMs } from '../steps/notify/storm.ts'
import type { Row, Sql, Tx } from './db.ts'
import { storable } from './storable.ts'

/** A call as the cap looks at it. */
export interface PlacedCall {
  call: string
  person: string
  channel: string
  incident: string
  severity: Severity
  reason: string
}

/** What is decided about one person's pages is decided one after the other, over all nodes. */
export async function holdPagesOf(tx: Tx, person: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 4))', [person])
}

/** The same for those of them about whom nobody decides just now. */
export async function tryHoldPagesOf(tx: Tx, persons: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ person: string }>(
    'select person from unnest($1::text[]) as of (person) where pg_try_advisory_xact_lock(hashtextextended(person, 4))',
    [persons],
  )
  return rows.map(row => row.person)
}

interface PagedRow extends Row {
  person: string
  severity: Severity
  told_at: string | null
  rang: boolean
}

/** What these persons were paged for in the last minutes, by person; these calls themselves, when they are tried again, are not counted. */
export async function latelyPaged(tx: Tx, calls: readonly PlacedCall[], now: Date): Promise<Map<string, Lately>> {
  const since = new Date(now.getTime() - withinMs)
  const persons = [...new Set(calls.map(one => one.person))]
  const { rows } = await tx.query<PagedRow>(
    `select person, severity, null::timestamptz as told_at, true as rang from page_rang
      where person = any($1::uuid[]) and call <> all($2::uuid[]) and at > $3
     union all
     select person, severity, case when outcome = 'delivered' then at end, false from held_call
      where person = any($1::uuid[]) and (since > $3 or at > $3 or outcome is null)`,
    [persons, calls.map(one => one.call), since],
  )
  return new Map(persons.map(person => [person, toLately(rows.filter(row => row.person === person))]))
}

function toLately(rows: readonly PagedRow[]): Lately {
  const [rang, held] = [rows.filter(row => row.rang), rows.filter(row => !row.rang)]
  const toldAt = held
    .flatMap(row => row.told_at ?? [])
    .sort()
    .at(-1)
  return {
    rang: rang.map(row => row.severity),
    held: held.map(row => row.severity),
    ...(toldAt && { toldAt }),
  }
}

/** What rang for anybody in the minutes before this. */
export async function rangLately(sql: Sql, at: string): Promise<Map<string, { at: string; severity: Severity }[]>> {
  const since = new Date(Date.parse(at) - withinMs)
  const { rows } = await sql.query<{ person: string; severity: Severity; at: string }>(
    'select person, severity, at from page_rang where at > $1 and at <= $2 order by at',
    [since, at],
  )
  return Map.groupBy(rows, row => row.person)
}

export async function noteRang(tx: Tx, calls: readonly PlacedCall[], now: Date): Promise<void> {
  if (calls.length === 0) return
  const [ids, persons] = [calls.map(one => one.call), calls.map(one => one.person)]
  await tx.query(
    `with past as (delete from page_rang where person = any($2::uuid[]) and at <= $5)
     insert into page_rang (call, person, severity, at)
     select call, person, severity, $4 from unnest($1::uuid[], $2::uuid[], $3::text[]) as of (call, person, severity)
     on conflict (call) do update set at = excluded.at`,
    [ids, persons, calls.map(one => one.severity), now, new Date(now.getTime() - withinMs)],
  )
}

/** It did not leave after all, so it counts for nothing. */
export async function didNotRing(sql: Sql, call: string): Promise<void> {
  await sql.query('delete from page_rang where call = $1', [call])
}

/** Holds a call for the message that tells all of them; the first one owes that message, a worse one brings it forward. */
export async function holdCall(tx: Tx, one: PlacedCall, tellAt: string, now: Date): Promise<void> {
  const waiting = await tx.query<{ obligation: string }>(
    'select obligation from held_call where person = $1 and channel = $2 and not is_taken limit 1',
    [one.person, one.channel],
  )
  const message = waiting.rows[0]?.obligation ?? (await oweMessage(tx, one, tellAt, now))
  await tx.query(`update obligation set due_at = $2 where id = $1 and state = 'owed' and due_at > $2`, [
    message,
    tellAt,
  ])
  await tx.query(
    `insert into held_call (call, person, channel, incident, severity, reason, since, obligation)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (call) do nothing`,
    [one.call, one.person, one.channel, one.incident, one.severity, one.reason, now, message],
  )
}

async function oweMessage(tx: Tx, { call, person, channel }: PlacedCall, dueAt: string, now: Date): Promise<string> {
  const id = newId(now)
  await tx.query(`insert into obligation (id, kind, key, body, due_at) values ($1, 'told-together', $2, $3, $4)`, [
    id,
    `told-together:${call}`,
    JSON.stringify({ person, channel }),
    dueAt,
  ])
  return id
}

export interface HeldCall extends Row {
  call: string
  incident: string
  reason: string
  outcome: 'delivered' | 'failed' | null
  answer: string | null
  is_recorded: boolean
}

/** What this message tells: everything that waits for the person on this channel. What comes later waits for another one. */
export async function takeHeld(tx: Tx, message: string, person: string, channel: string): Promise<HeldCall[]> {
  await tx.query(
    'update held_call set obligation = $1, is_taken = true where person = $2 and channel = $3 and not is_taken',
    [message, person, channel],
  )
  const { rows } = await tx.query<HeldCall>(
    'select call, incident, reason, outcome, answer, is_recorded from held_call where obligation = $1 order by since, call',
    [message],
  )
  return rows
}

/** What the receiver said, kept before any timeline hears of it: the message is not sent again for what is left to record. */
export async function noteTold(sql: Sql, message: string, outcome: string, answer: string, now: Date): Promise<void> {
  await sql.query(
    'update held_call set outcome = $2, answer = $3, at = $4 where obligation = $1 and is_taken and outcome is null',
    [message, outcome, storable(answer, 2_000), now],
  )
}

export async function noteRecorded(tx: Tx, call: string): Promise<void> {
  await tx.query('update held_call set is_recorded = true where call = $1', [call])
}
