import type { Entry } from '../incident/entry.ts'
import type { Step, View } from '../steps/change/traffic-driver.ts'
import type { Before } from '../steps/change/way-back-watch.ts'
import type { Row, Sql, Tx } from './db.ts'
import type { Secrets } from './secrets.ts'
import type { StandByWay } from './stand-bys.ts'

/**
 * How far it is: looked at (`new`), its steps may have been sent (`moving`), all of it is there (`moved`), and it is or was taken back
 * (`back`), from which nothing leads forward again.
 */
export type ShiftState = 'new' | 'moving' | 'moved' | 'back'

/** What is needed to take it back, whatever became of the settings since. */
export interface ShiftToken {
  way: StandByWay
  before: View
  steps: Step[]
  /** How well the old place did. */
  did?: Before
}

export interface KeptShift {
  state: ShiftState
  /** Undefined before the first step was about to be sent. */
  token?: ShiftToken
  isOver: boolean
}

const placeOf = (shift: string): string => `traffic/${shift}`

/** In the append's own transaction: one live shift a stand-by, whoever else asks at the same moment. */
export async function keepShifts(tx: Tx, entries: readonly Entry[]): Promise<void> {
  for (const { type, data, at, incident } of entries) {
    if (type === 'TrafficStarted') await begin(tx, incident, data)
    else if (type === 'TrafficReverted' || type === 'TrafficFailed')
      await tx.query('update traffic_shift set ended_at = $2, lease_until = null where id = $1 and ended_at is null', [
        data.shift,
        at,
      ])
  }
}

async function begin(tx: Tx, incident: string, { shift, standBy }: { shift: string; standBy: string }): Promise<void> {
  await tx.query(
    `insert into traffic_shift (id, incident, stand_by, token, state) values ($1, $2, $3, '', 'new') on conflict do nothing`,
    [shift, incident, standBy],
  )
  // More of what is there: it is looked at anew, and who watched it leaves it to that.
  await tx.query(`update traffic_shift set state = 'new' where id = $1 and state = 'moved' and ended_at is null`, [
    shift,
  ])
}

/** Undefined for one that lost against another of the same stand-by. */
export async function readShift(sql: Sql, secrets: Secrets, shift: string): Promise<KeptShift | undefined> {
  const { rows } = await sql.query<Row & { state: ShiftState; token: string; over: boolean }>(
    'select state, token, ended_at is not null as over from traffic_shift where id = $1',
    [shift],
  )
  const row = rows[0]
  if (!row) return undefined
  const token = row.token === '' ? undefined : (JSON.parse(secrets.open(row.token, placeOf(shift))) as ShiftToken)
  return { state: row.state, isOver: row.over, ...(token && { token }) }
}

/** Keeps what takes it back, before the first step. False when somebody is ahead: it is taken back already. */
export async function keepToken(sql: Sql, secrets: Secrets, shift: string, token: ShiftToken): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update traffic_shift set token = $2 where id = $1 and state in ('new', 'moving') and ended_at is null`,
    [shift, secrets.seal(JSON.stringify(token), placeOf(shift))],
  )
  return rowCount === 1
}

/**
 * The right to send steps until then, for one node at a time; `to` is where it is from now on. False while another node has it, and once
 * there is no way from where it is.
 */
export async function takeShift(
  sql: Sql,
  shift: string,
  from: readonly ShiftState[],
  to: ShiftState,
  by: { node: string; now: Date; leaseMs: number },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update traffic_shift set state = $3, node = $4, epoch = epoch + 1, lease_until = $6
      where id = $1 and state = any($2) and ended_at is null and (lease_until is null or lease_until < $5 or node = $4)`,
    [shift, from, to, by.node, by.now, new Date(by.now.getTime() + by.leaseMs)],
  )
  return rowCount === 1
}

/** All of it is there. False when it is to go back. */
export async function noteMoved(sql: Sql, shift: string): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update traffic_shift set state = 'moved' where id = $1 and state = 'moving' and ended_at is null`,
    [shift],
  )
  return rowCount === 1
}

/** From now on nothing leads forward: who still sends steps notices, and stops. */
export async function turnBack(sql: Sql, shift: string): Promise<void> {
  await sql.query(`update traffic_shift set state = 'back' where id = $1 and ended_at is null`, [shift])
}

/** Its steps are sent. */
export async function letGo(sql: Sql, shift: string, node: string): Promise<void> {
  await sql.query('update traffic_shift set lease_until = null where id = $1 and node = $2', [shift, node])
}
