import type { Alert } from '../alert/alert.ts'
import { isHeartbeat } from '../alert/heartbeat.ts'
import type { Report } from '../alert/report.ts'
import { serviceOf } from '../steps/intake/place-alert.ts'
import { acknowledgedElsewhere, leftOutBySender } from '../steps/intake/say.ts'
import { alertsBy, saveAlerts } from '../store/alerts.ts'
import { saveChange } from '../store/changes.ts'
import type { Tx } from '../store/db.ts'
import { heard } from '../store/heartbeats.ts'
import { integrationById } from '../store/integrations.ts'
import type { Accepted, Apply } from './accept.ts'
import { type AlertResult, suppressed } from './alert-result.ts'
import { applyOnce } from './apply-round.ts'
import type { Desk } from './desk.ts'
import { endsOf } from './expire.ts'
import { newId } from './id.ts'
import { askOf, type Round, senderOf, storedText } from './round.ts'
import { standingNow } from './standing.ts'

/** Turns accepted reports into alert rows, entries and obligations. What it says of each alert is the sender's receipt. */
export const applyAlerts: Apply = async (tx, desk, accepted) => {
  const results: AlertResult[][] = []
  for (const one of accepted) results.push(await applyReport(tx, desk, one))
  return results
}

async function applyReport(tx: Tx, desk: Desk, { integration: id, body, at }: Accepted): Promise<AlertResult[]> {
  const integration = id === undefined ? undefined : await integrationById(tx, id)
  if (!integration) return []
  const report = JSON.parse(body) as Report
  const by = { kind: 'system' as const, id: integration.id, name: integration.name }
  const round: Round = { tx, desk, integration, by, at, standing: await standingNow(desk, tx) }
  if (report.change) await keepChange(round, report.change)
  const results: AlertResult[] = []
  for (const alerts of withoutRepeats(report.alerts)) results.push(...(await applyPart(round, alerts)))
  if (report.leftOut) await noteLeftOut(round, results, report.leftOut)
  if (report.expired) results.push(...(await applyOnce(round, await endsOf(round, report.expired))))
  for (const fingerprint of report.acknowledged ?? []) results.push(await noteAcknowledged(round, fingerprint))
  return results
}

/** The same alert twice in one body is applied one after the other, in the order told. */
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
