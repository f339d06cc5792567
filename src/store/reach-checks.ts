import { newId } from '../engine/id.ts'
import type { Begun, ReachCheck } from '../steps/notify/reach-check.ts'
import type { Row, Sql, Tx } from './db.ts'
import type { Secrets } from './secrets.ts'
import { addTestCall, callsOfChecks } from './test-calls.ts'

/**
 * Asks who began, over each of these channels, and owes the word to others at `tellAt`; undefined when this shift's begin was asked
 * about already, by whichever node.
 */
export async function addReachCheck(
  tx: Tx,
  secrets: Secrets,
  { schedule, person, startsAt, outgoing }: Begun,
  { channels, tellAt, now }: { channels: readonly string[]; tellAt: Date; now: Date },
): Promise<string | undefined> {
  const id = newId(now)
  const { rowCount } = await tx.query(
    `insert into reach_check (id, schedule, starts_at, person, outgoing, tell_at) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing`,
    [id, schedule, startsAt, person, outgoing ?? null, tellAt],
  )
  if (rowCount === 0) return undefined
  for (const channel of channels) await addTestCall(tx, secrets, { person, channel, askedBy: person, check: id }, now)
  await tx.query(`insert into obligation (id, kind, key, body, due_at) values ($1, 'tell-team', $2, $3, $4)`, [
    newId(now),
    `tell-team:${id}`,
    JSON.stringify({ check: id }),
    tellAt,
  ])
  return id
}

interface CheckRow extends Row {
  id: string
  schedule: string
  starts_at: string
  tell_at: string
  told_at: string | null
  person: string
  name: string
  outgoing: string | null
  outgoing_name: string | null
}

const select = `select reach_check.id, schedule, starts_at, tell_at, told_at, reach_check.person, person.name, outgoing, before.name as outgoing_name
  from reach_check join person on person.id = reach_check.person left join person as before on before.id = outgoing`

/** The newest first. */
export async function reachChecks(sql: Sql, limit = 50): Promise<ReachCheck[]> {
  return withCalls(sql, (await sql.query<CheckRow>(`${select} order by starts_at desc limit $1`, [limit])).rows)
}

export async function reachCheckById(sql: Sql, id: string): Promise<ReachCheck | undefined> {
  return (await withCalls(sql, (await sql.query<CheckRow>(`${select} where reach_check.id = $1`, [id])).rows))[0]
}

async function withCalls(sql: Sql, rows: readonly CheckRow[]): Promise<ReachCheck[]> {
  const calls = await callsOfChecks(
    sql,
    rows.map(row => row.id),
  )
  return rows.map(row => ({
    id: row.id,
    schedule: row.schedule,
    person: { id: row.person, name: row.name },
    ...(row.outgoing && { outgoing: { id: row.outgoing, name: row.outgoing_name ?? 'Somebody' } }),
    startsAt: row.starts_at,
    tellAt: row.tell_at,
    ...(row.told_at && { toldAt: row.told_at }),
    calls: calls.get(row.id) ?? [],
  }))
}

/** Others are told now; false when they were. */
export async function noteTold(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query('update reach_check set told_at = $2 where id = $1 and told_at is null', [
    id,
    now,
  ])
  return rowCount === 1
}
