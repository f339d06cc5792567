import type { Alert } from '../alert/alert.ts'
import { isEndedBy, listedOnlyBecause, whatBecomes } from '../steps/intake/receive.ts'
import { whyKeptOut } from '../steps/intake/say.ts'
import { type AlertRow, alertsBy, firingIn, resolvedTimes, saveAlerts } from '../store/alerts.ts'
import { type Held, heldResolves, hold, letGo } from '../store/held.ts'
import { counted, firingRow, known, saidOnTimeline } from './alert-rows.ts'
import { type Entering, enterRooms } from './enter-rooms.ts'
import { newId } from './id.ts'
import { askOf, type Round } from './round.ts'

/** What became of one alert of a report: the sender's receipt. `rule` says why it was kept from opening anything. */
export interface AlertResult {
  alert?: string
  fingerprint: string
  status: Alert['status']
  incident?: string
  outcome: 'accepted' | 'created' | 'updated' | 'joined' | 'resolved' | 'suppressed'
  rule?: string
  /** The rule in words. */
  why?: string
}

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
    return hear(round, alert, row, row?.incident ? ended.get(row.incident) : undefined, held.get(alert.fingerprint))
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

/** One alert on its way through. `row` is what will be saved; `entering` wants an incident. */
interface Heard {
  row?: AlertRow
  entering?: Entering
  result: AlertResult
  recovers: boolean
  /** To be held, or held before and now used up. */
  hold?: Held
  letGo?: boolean
}

function hear(
  round: Round,
  alert: Alert,
  row: AlertRow | undefined,
  resolvedAt: string | undefined,
  held?: Held,
): Heard {
  const { fingerprint, status } = alert
  const result: AlertResult = {
    alert: row?.id,
    fingerprint,
    status,
    incident: row?.incident ?? undefined,
    outcome: 'updated',
  }
  const becomes = whatBecomes(row && known(row, resolvedAt), alert, round.at)
  if (becomes === 'late')
    return { row: row && counted(row, round.at), result: suppressed(result, 'late-copy'), recovers: false }
  if (becomes === 'held') {
    const waiting = {
      id: held?.id ?? newId(round.desk.clock.now()),
      fingerprint,
      endedAt: alert.endedAt ?? round.at,
      heardAt: round.at,
    }
    return {
      result: { ...suppressed(result, 'resolve-before-trigger'), alert: waiting.id },
      recovers: false,
      hold: waiting,
    }
  }
  if (becomes === 'recovers' && row) {
    const over = { ...counted(row, round.at), status, ended_at: alert.endedAt ?? round.at, end_heard_at: round.at }
    return { row: over, result: { ...result, outcome: 'resolved' }, recovers: true }
  }
  if (status === 'resolved')
    return { row: row && counted(row, round.at), result: { ...result, outcome: 'resolved' }, recovers: false }
  return hearFiring(round, alert, row, {
    result,
    held,
    isNewFiring: becomes === 'fires',
    wantsRoom: becomes !== 'repeats',
  })
}

function hearFiring(
  round: Round,
  alert: Alert,
  row: AlertRow | undefined,
  {
    result,
    held,
    isNewFiring,
    wantsRoom,
  }: { result: AlertResult; held?: Held; isNewFiring: boolean; wantsRoom: boolean },
): Heard {
  const { service, unrouted } = round.routeOf(alert.service)
  const fresh = firingRow(round, alert, { row, service: service.slug, id: row?.id ?? held?.id, isNewFiring })
  const rule = listedOnlyBecause(alert, service.mode)
  const heardNow: Heard = {
    row: fresh,
    result: { ...result, alert: fresh.id },
    recovers: false,
    letGo: held !== undefined,
  }
  if (rule !== undefined && (isNewFiring || !fresh.incident))
    return {
      ...heardNow,
      row: { ...fresh, incident: null },
      result: suppressed({ ...heardNow.result, incident: undefined }, rule),
    }
  if (!wantsRoom) return heardNow
  const isEnded = isEndedBy(alert, held, round.at)
  const said = saidOnTimeline(alert, fresh, round)
  const entering: Entering = {
    alert,
    said,
    service,
    unrouted,
    isAlreadyIn: isNewFiring ? undefined : (fresh.incident ?? undefined),
  }
  if (isEnded) Object.assign(fresh, { status: 'resolved', ended_at: held?.endedAt ?? round.at, end_heard_at: round.at })
  return { ...heardNow, entering, recovers: isEnded }
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

export const suppressed = (result: Omit<AlertResult, 'outcome'>, rule: string): AlertResult => ({
  ...result,
  outcome: 'suppressed',
  rule,
  why: whyKeptOut(rule),
})
