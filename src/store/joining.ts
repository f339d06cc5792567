import type { AlertSaid } from '../incident/events.ts'
import type { Row, Sql, Tx } from './db.ts'
import type { Loader } from './loaders.ts'
import { toText } from './timeline.ts'

/** One by one up to here; of more, these are remembered and the rest are counted. */
const mostOneByOne = 60

export interface Joining {
  signature: string
  severity: string
  said(): AlertSaid
}

/** Remembers that they joined, until the timeline tells it. */
export async function addJoining(tx: Tx, incident: string, joining: readonly Joining[]): Promise<void> {
  const few = joining.length > mostOneByOne ? tellingOf(joining) : joining
  if (few.length === 0) return
  const said = few.map(one => one.said())
  await tx.query(
    `insert into alert_joining (incident, alert, said) select $1, alert, said from unnest($2::uuid[], $3::text[]) as row (alert, said)`,
    [incident, said.map(alert => alert.alert), said.map(toText)],
  )
  const told = new Set(few)
  await addMore(
    tx,
    incident,
    joining.filter(alert => !told.has(alert)),
  )
}

/** The first of each trouble, then whoever came first. */
function tellingOf(joining: readonly Joining[]): Joining[] {
  const firsts = new Map(joining.toReversed().map(alert => [alert.signature, alert]))
  return [...new Set([...firsts.values(), ...joining])].slice(0, mostOneByOne)
}

async function addMore(tx: Tx, incident: string, more: readonly Joining[]): Promise<void> {
  if (more.length === 0) return
  const counts = [...Map.groupBy(more, alert => alert.severity)]
  await tx.query(
    'insert into alert_joining_more (incident, severity, count) select $1, severity, count from unnest($2::text[], $3::int[]) as row (severity, count)',
    [incident, counts.map(([severity]) => severity), counts.map(([, alerts]) => alerts.length)],
  )
}

export async function joiningOf(sql: Sql, incident: string): Promise<AlertSaid[]> {
  const { rows } = await sql.query<{ said: string }>(
    'select said from alert_joining where incident = $1 order by pos limit 1000',
    [incident],
  )
  const last = new Map(rows.map(row => JSON.parse(row.said) as AlertSaid).map(alert => [alert.alert, alert]))
  return [...last.values()]
}

export const loadJoining: Loader<'joining'> = async (tx, was) => joiningOf(tx, was.id)

export const loadJoiningMore: Loader<'joiningMore'> = async (tx, was) => {
  const { rows } = await tx.query<{ severity: string; count: number } & Row>(
    'select severity, sum(count) as count from alert_joining_more where incident = $1 group by severity',
    [was.id],
  )
  return Object.fromEntries(rows.map(row => [row.severity, row.count]))
}

/** The timeline told these, and all that were only counted. */
export async function toldJoining(tx: Tx, incident: string, alerts: readonly string[]): Promise<void> {
  await tx.query('delete from alert_joining where incident = $1 and alert = any($2::uuid[])', [incident, alerts])
  await tx.query('delete from alert_joining_more where incident = $1', [incident])
}

/** There is nobody to tell it to any more. */
export async function forgetJoining(tx: Tx, incident: string): Promise<void> {
  await tx.query('delete from alert_joining where incident = $1', [incident])
  await tx.query('delete from alert_joining_more where incident = $1', [incident])
}
