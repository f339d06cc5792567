import type { Alert } from '../alert/alert.ts'
import { addAlerts, alertsBy, firingIn, resolvedTimes, saveAlerts } from '../store/alerts.ts'
import { behind } from '../store/db.ts'
import { heldResolves, hold, letGo } from '../store/held.ts'
import { type AlertResult, keptOutResult } from './alert-result.ts'
import { keptRow } from './alert-rows.ts'
import { enterRooms } from './enter-rooms.ts'
import { type Heard, hear, type Meant, mean } from './hear.ts'
import { newId } from './id.ts'
import { keepMuting, mutingNow } from './mute.ts'
import { askOf, type Round } from './round.ts'

/** Alerts of one report, each fingerprint once: rows, then who opens or joins, then who recovers. Results in their order. */
export async function applyOnce(round: Round, alerts: Alert[]): Promise<AlertResult[]> {
  if (alerts.length === 0) return []
  const meant = await meanings(round, alerts)
  const muting = await mutingNow(round, meant)
  const heardOf = meant.map(one => hear(round, one, muting.firing))
  await enterRooms(
    round,
    heardOf.map(one => one.entering).filter(entering => entering !== undefined),
  )
  for (const one of heardOf) settle(round, one)
  await saveRows(round, meant, heardOf)
  await keepMuting(round, muting, heardOf)
  await tellFlapping(round, heardOf)
  await recover(round, heardOf)
  await keepHolds(round, heardOf)
  return heardOf.map(one => one.result)
}

async function saveRows({ tx }: Round, meant: readonly Meant[], heardOf: readonly Heard[]): Promise<void> {
  const rows = heardOf.map(({ row }, i) => ({ row, isNew: meant[i]?.before.row === undefined }))
  const those = (isNew: boolean) => rows.flatMap(one => (one.row && one.isNew === isNew ? [one.row] : []))
  await behind(tx, addAlerts(tx, those(true)))
  await behind(tx, saveAlerts(tx, those(false)))
}

/** Three questions for all of them, then memory alone. */
async function meanings(round: Round, alerts: Alert[]): Promise<Meant[]> {
  const fingerprints = alerts.map(alert => alert.fingerprint)
  const [rows, helds] = await Promise.all([
    alertsBy(round.tx, round.integration.id, fingerprints),
    heldResolves(round.tx, round.integration.id, fingerprints),
  ])
  const incidents = [...rows.values()].map(row => row.incident).filter(incident => incident !== null)
  const ended = await resolvedTimes(round.tx, [...new Set(incidents)])
  return alerts.map(alert => {
    const row = rows.get(alert.fingerprint)
    const held = helds.get(alert.fingerprint)
    const id = row?.id ?? held?.id ?? newId(round.desk.clock.now())
    return mean(round, alert, { id, row, held, resolvedAt: row?.incident ? ended.get(row.incident) : undefined })
  })
}

/** After the rooms were entered: the row and the result know their incident, or why there is none yet. */
function settle(round: Round, one: Heard): void {
  const { entering, row, recovers } = one
  if (!entering || !row) return
  const { entered, keptOut, since = round.at } = entering
  if (keptOut && recovers) one.result = { ...one.result, outcome: 'resolved', status: row.status }
  else if (keptOut) {
    one.row = keptRow(row, keptOut, since)
    one.result = keptOutResult(one.result, keptOut)
  } else if (entered) {
    row.incident = entered.incident
    const outcome = recovers ? 'resolved' : entering.isAlreadyIn ? 'updated' : entered.how
    one.result = { ...one.result, incident: entered.incident, outcome, status: row.status }
  }
}

async function tellFlapping(round: Round, heardOf: readonly Heard[]): Promise<void> {
  for (const { flaps, row } of heardOf) {
    if (!flaps || !row?.incident) continue
    const { title } = JSON.parse(row.said) as { title: string }
    await askOf(round, row.incident, 'note-flapping', { alert: row.id, title, ...flaps })
  }
}

async function recover(round: Round, heardOf: readonly Heard[]): Promise<void> {
  const over = heardOf.filter(({ recovers }) => recovers).flatMap(({ row }) => (row?.incident ? [row] : []))
  for (const [incident, rows] of Map.groupBy(over, row => row.incident ?? '')) {
    const firing = await firingIn(round.tx, incident)
    await askOf(round, incident, 'recover-alerts', { alerts: rows.map(row => row.id), ...firing })
  }
}

async function keepHolds(round: Round, heardOf: readonly Heard[]): Promise<void> {
  for (const one of heardOf) {
    if (one.hold) await hold(round.tx, round.integration.id, one.hold)
    else if (one.letGo) await letGo(round.tx, round.integration.id, one.result.fingerprint)
  }
}
