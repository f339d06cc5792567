import type { Actor } from '../incident/entry.ts'
import { maskKnownShapes } from '../redact/mask.ts'
import { inShort } from '../steps/intake/reports-text.ts'
import type { Tx } from '../store/db.ts'
import { newIncident } from '../store/head.ts'
import { serviceNamed } from '../store/loaders.ts'
import type { Secrets } from '../store/secrets.ts'
import { holdTimeline } from '../store/timeline.ts'
import {
  countWaiting,
  giveReportsTo,
  holdReports,
  type NewUserReport,
  openIncidentOn,
  saveUserReport,
} from '../store/user-reports.ts'
import type { Desk } from './desk.ts'
import { foldedNow, handle } from './handle.ts'
import { newId } from './id.ts'

/** Where it came through, and how many of them open an incident where none is open. */
export interface ReportDoor {
  by: Actor
  opensAfter: number
}

/**
 * Somebody outside says that something is wrong. It joins the open incident of the service, or opens one as a person would;
 * a service that is only watched keeps it and opens nothing. The same report again changes nothing.
 */
export async function hearReport(
  desk: Desk,
  tx: Tx,
  secrets: Secrets,
  report: Omit<NewUserReport, 'id' | 'at' | 'source'>,
  { by, opensAfter }: ReportDoor,
): Promise<void> {
  const { service } = report
  await holdReports(tx, service)
  const says = maskKnownShapes(report.says)
  const id = newId(desk.clock.now())
  if (!(await saveUserReport(tx, secrets, { ...report, says, id, at: desk.clock.at(), source: by.name }))) return
  const incident = (await stillOpen(desk, tx, service)) ?? (await opened(desk, tx, { service, says, by, opensAfter }))
  if (!incident) return
  await giveReportsTo(tx, service, incident, desk.clock.now())
  await ask(desk, tx, incident, by, 'tell-reports', {})
}

/** Held and folded in this transaction: nothing joins a resolved incident. */
async function stillOpen(desk: Desk, tx: Tx, service: string): Promise<string | undefined> {
  const incident = await openIncidentOn(tx, service)
  if (!incident) return undefined
  await holdTimeline(tx, incident)
  return (await foldedNow(desk, tx, incident)).status === 'resolved' ? undefined : incident
}

interface Opening extends ReportDoor {
  service: string
  says: string
}

async function opened(desk: Desk, tx: Tx, { service, says, by, opensAfter }: Opening): Promise<string | undefined> {
  const isWatchedOnly = (await serviceNamed(tx, service))?.mode === 'watch-only'
  if (isWatchedOnly || (await countWaiting(tx, service, desk.clock.now())) < opensAfter) return undefined
  const incident = newId(desk.clock.now())
  const number = await newIncident(tx, incident)
  await ask(desk, tx, incident, by, 'declare', { title: inShort([{ says }]), severity: 'sev3', service, number })
  return incident
}

async function ask(desk: Desk, tx: Tx, incident: string, by: Actor, command: string, body: unknown): Promise<void> {
  await handle(desk, tx, incident, { id: newId(desk.clock.now()), by, at: desk.clock.at(), body }, command)
}
