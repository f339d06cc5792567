import type { Alert } from '../alert/alert.ts'
import { alertsBy, firingIn, resolvedTimes, saveAlerts } from '../store/alerts.ts'
import { heldResolves, hold, letGo } from '../store/held.ts'
import type { AlertResult } from './alert-result.ts'
import { enterRooms } from './enter-rooms.ts'
import { type Heard, hear } from './hear.ts'
import { askOf, type Round } from './round.ts'

/** Alerts of one report, each fingerprint once: rows, then who opens or joins, then who recovers. Results in their order. */
export async function applyOnce(round: Round, alerts: Alert[]): Promise<AlertResult[]> {
  if (alerts.length === 0) return []
  const fingerprints = alerts.map(alert => alert.fingerprint)
  const rows = await alertsBy(round.tx, round.integration.id, fingerprints)
  const held = await heldResolves(round.tx, round.integration.id, fingerprints)
  const incidents = [...rows.values()].map(row => row.incident).filter(incident => incident !== null)
  const ended = await resolvedTimes(round.tx, [...new Set(incidents)])
  const heardOf = alerts.map(alert => {
    const row = rows.get(alert.fingerprint)
    const resolvedAt = row?.incident ? ended.get(row.incident) : undefined
    return hear(round, alert, { row, resolvedAt, held: held.get(alert.fingerprint) })
  })
  await enterRooms(
    round,
    heardOf.map(one => one.entering).filter(entering => entering !== undefined),
  )
  for (const one of heardOf) settle(one)
  await saveAlerts(
    round.tx,
    heardOf.map(one => one.row).filter(row => row !== undefined),
  )
  await recover(round, heardOf)
  await keepHolds(round, heardOf)
  return heardOf.map(one => one.result)
}

/** After the rooms were entered: the row and the result know their incident. */
function settle(one: Heard): void {
  const { entering, row, recovers } = one
  if (!entering?.entered || !row) return
  const { incident, how } = entering.entered
  row.incident = incident
  const outcome = recovers ? 'resolved' : entering.isAlreadyIn ? 'updated' : how
  one.result = { ...one.result, incident, outcome, status: row.status }
}

async function recover(round: Round, heardOf: Heard[]): Promise<void> {
  const recovered = new Map<string, string[]>()
  for (const { row, recovers } of heardOf) {
    if (!recovers || !row?.incident) continue
    recovered.set(row.incident, [...(recovered.get(row.incident) ?? []), row.id])
  }
  for (const [incident, alerts] of recovered) {
    const stillFiring = await firingIn(round.tx, incident)
    await askOf(round, incident, 'recover-alerts', { alerts, stillFiring })
  }
}

async function keepHolds(round: Round, heardOf: Heard[]): Promise<void> {
  for (const one of heardOf) {
    if (one.hold) await hold(round.tx, round.integration.id, one.hold)
    else if (one.letGo) await letGo(round.tx, round.integration.id, one.result.fingerprint)
  }
}
