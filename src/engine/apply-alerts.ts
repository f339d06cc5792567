import type { Alert } from '../alert/alert.ts'
import { isHeartbeat } from '../alert/heartbeat.ts'
import type { Report } from '../alert/report.ts'
import { serviceOf } from '../steps/intake/place-alert.ts'
import { acknowledgedElsewhere, leftOutBySender } from '../steps/intake/say.ts'
import { alertsBy, saveAlerts } from '../store/alerts.ts'
import { saveChange } from '../store/changes.ts'
import { heard } from '../store/heartbeats.ts'
import { integrationById } from '../store/integrations.ts'
import type { Apply } from './accept.ts'
import { type AlertResult, suppressed } from './alert-result.ts'
import { applyOnce } from './apply-round.ts'
import { echoed, withoutEchoes } from './echoes.ts'
import { endsOf } from './expire.ts'
import { foldable, type Told } from './fold-reports.ts'
import { newId } from './id.ts'
import { askOf, type Round, senderOf, storedText } from './round.ts'
import { standingNow } from './standing.ts'

/**
 * Turns accepted reports of one key into alert rows, entries and obligations. What it says of each alert is the sender's receipt.
 * Reports of nothing but alerts that came within a second of each other are applied as one, in their order.
 */
export const applyAlerts: Apply = async (tx, desk, accepted) => {
  const id = accepted[0]?.integration
  const [integration, standing] = await Promise.all([
    id === undefined ? undefined : integrationById(tx, id),
    standingNow(desk, tx),
  ])
  if (!integration) return accepted.map(() => [])
  const by = { kind: 'system' as const, id: integration.id, name: integration.name }
  const results: AlertResult[][] = []
  for (const together of foldable(accepted)) {
    const round: Round = { tx, desk, integration, by, at: together.at(-1)?.at ?? desk.clock.at(), standing }
    results.push(...(await applyReports(round, together)))
  }
  return results
}

async function applyReports(round: Round, together: readonly Told[]): Promise<AlertResult[][]> {
  const { unlike, echoes } = withoutEchoes(together.flatMap(one => one.report.alerts))
  const results: AlertResult[] = []
  for (const alerts of withoutRepeats(unlike)) results.push(...(await applyPart(round, alerts)))
  const all = await echoed(round, results, echoes)
  const [first] = together
  if (first && together.length === 1) return [await applyRest(round, first.report, all)]
  return together.map(one => all.splice(0, one.report.alerts.length))
}

/** What a report may say besides alerts. */
async function applyRest(round: Round, report: Report, results: AlertResult[]): Promise<AlertResult[]> {
  if (report.change) await keepChange(round, report.change)
  if (report.leftOut) await noteLeftOut(round, results, report.leftOut)
  if (report.expired) results.push(...(await applyOnce(round, await endsOf(round, report.expired))))
  for (const fingerprint of report.acknowledged ?? []) results.push(await noteAcknowledged(round, fingerprint))
  return results
}

/** The same alert twice is applied one after the other, in the order told. */
function withoutRepeats(alerts: readonly Alert[]): Alert[][] {
  const parts: Alert[][] = []
  let here = new Set<string>()
  for (const alert of alerts) {
    if (parts.length === 0 || here.has(alert.fingerprint)) {
      parts.push([])
      here = new Set()
    }
    here.add(alert.fingerprint)
    parts.at(-1)?.push(alert)
  }
  return parts
}

async function applyPart(round: Round, alerts: Alert[]): Promise<AlertResult[]> {
  const others = await applyOnce(
    round,
    alerts.filter(alert => !isHeartbeat(alert)),
  )
  const results: AlertResult[] = []
  for (const alert of alerts) {
    results.push(isHeartbeat(alert) ? await keepHeartbeat(round, alert) : (others.shift() as AlertResult))
  }
  return results
}

async function keepHeartbeat(round: Round, alert: Alert): Promise<AlertResult> {
  const { tx, desk, integration } = round
  const { service } = serviceOf(round.standing, alert.service, senderOf(round))
  const id = newId(desk.clock.now())
  const kept = await heard(tx, { id, integration: integration.id, service: service.slug, at: round.at, alert })
  return suppressed({ alert: kept, fingerprint: alert.fingerprint, status: alert.status }, 'heartbeat')
}

/** Recorded, and nobody's acknowledgement here; a second one changes nothing. */
async function noteAcknowledged(round: Round, fingerprint: string): Promise<AlertResult> {
  const { tx, desk, integration, by } = round
  const row = (await alertsBy(tx, integration.id, [fingerprint])).get(fingerprint)
  if (!row || row.status === 'resolved')
    return suppressed({ alert: row?.id, fingerprint, status: 'resolved' }, 'nothing-fires')
  const result: AlertResult = {
    alert: row.id,
    fingerprint,
    status: 'firing',
    incident: row.incident ?? undefined,
    outcome: 'updated',
  }
  if (row.acknowledged_at) return result
  await saveAlerts(tx, [{ ...row, acknowledged_at: round.at }])
  const { title } = JSON.parse(row.said) as { title: string }
  const message = await storedText(round, acknowledgedElsewhere(title))
  if (row.incident) await askOf(round, row.incident, 'note-acknowledged-elsewhere', { title, source: by.name, message })
  desk.wake()
  return result
}

/** Said where the message opened or joined something; a repeat of it says nothing new. */
async function noteLeftOut(round: Round, results: readonly AlertResult[], leftOut: number): Promise<void> {
  const entered = results.filter(({ outcome }) => outcome === 'created' || outcome === 'joined')
  const message = await storedText(round, leftOutBySender(leftOut))
  for (const incident of new Set(entered.map(result => result.incident)))
    if (incident) await askOf(round, incident, 'note-left-out', { source: round.by.name, message })
}

async function keepChange(round: Round, change: NonNullable<Report['change']>): Promise<void> {
  const { tx, desk, integration, at } = round
  const { service } = serviceOf(round.standing, change.service, senderOf(round))
  await saveChange(tx, {
    ...change,
    id: newId(desk.clock.now()),
    service: service.slug,
    integration: integration.id,
    heardAt: at,
  })
}
