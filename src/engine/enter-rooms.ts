import type { Alert } from '../alert/alert.ts'
import { isMoreSevere } from '../alert/severity.ts'
import type { AlertSaid } from '../incident/events.ts'
import { later } from '../incident/obligation.ts'
import { howToEnter } from '../steps/intake/how-to-enter.ts'
import type { KeptOut, Place } from '../steps/intake/place-alert.ts'
import { belowThreshold, firesAgain, messageOf } from '../steps/intake/say.ts'
import { severityOfIncident } from '../steps/intake/severity.ts'
import { alertCame, groupNow, releaseGroup } from '../store/claims.ts'
import { newIncident, resolvedLately } from '../store/head.ts'
import { addJoining } from '../store/joining.ts'
import { holdTimeline } from '../store/timeline.ts'
import { foldedNow } from './handle.ts'
import { newId } from './id.ts'
import { askOf, type Round, storedText } from './round.ts'
import { letIn, waitingRows } from './waiting.ts'

/** An alert that fires and wants an incident. */
export interface Entering {
  alert: Alert
  /** Its row's. */
  id: string
  signature: string
  /** As the timeline tells it: of very many only a few are told, so that it is made when it is asked for. */
  said(): AlertSaid
  place: Place
  /** Since when it waits for others of its group; now, if it did not. */
  since?: string
  /** It got worse where it is. */
  isAlreadyIn?: string
  /** Afterwards one of these is known. */
  entered?: { incident: string; how: 'created' | 'joined' }
  keptOut?: KeptOut
}

/** Each group joins the incident that is open for it, or opens one: the worst of them opens, the others join it. */
export async function enterRooms(round: Round, entering: Entering[]): Promise<void> {
  for (const [, together] of Map.groupBy(entering, one => one.place.group.key)) await enterRoom(round, together)
}

async function enterRoom(round: Round, together: Entering[]): Promise<void> {
  const stay = together.filter(one => one.isAlreadyIn !== undefined)
  for (const [incident, those] of Map.groupBy(stay, one => one.isAlreadyIn ?? '')) await join(round, incident, those)
  const rest = together.filter(one => one.isAlreadyIn === undefined)
  const [first] = rest
  if (!first) return
  const { group } = first.place
  const open = await openIncidentOf(round, group.key)
  const waiting = group.threshold === undefined ? [] : await waitingRows(round, group.key, rest)
  const since = [
    ...rest.map(one => one.since ?? round.at),
    ...waiting.map(({ entering }) => entering.since ?? round.at),
  ]
  const how = howToEnter(group, { open, since }, round.at)
  if (how === 'waits') for (const one of rest) one.keptOut = belowThreshold(group, since.length)
  else {
    const all = [...rest, ...waiting.map(one => one.entering)]
    await (how === 'joins' && open ? join(round, open.incident, all) : openOne(round, all, open !== undefined))
    if (group.windowMs !== undefined) await alertCame(round.tx, group.key, round.at)
    await letIn(round, waiting)
  }
}

/** Held and folded in this transaction: no alert joins a resolved incident. */
async function openIncidentOf(
  { tx, desk }: Round,
  groupKey: string,
): Promise<{ incident: string; lastAlertAt?: string } | undefined> {
  const open = await groupNow(tx, groupKey)
  if (!open) return undefined
  await holdTimeline(tx, open.incident)
  const is = await foldedNow(desk, tx, open.incident)
  return is.status === 'resolved' ? undefined : open
}

/** The worst opens an incident, or the one that was resolved a moment ago burns again; the others join it. */
async function openOne(round: Round, all: Entering[], isHeld: boolean): Promise<void> {
  const worst = all.reduce((most, one) => (isMoreSevere(one.alert.severity, most.alert.severity) ? one : most))
  const again = await burnsAgain(round, all)
  if (again) return join(round, again, all)
  if (isHeld) await releaseGroup(round.tx, worst.place.group.key)
  const incident = await openFor(round, worst)
  await join(
    round,
    incident,
    all.filter(one => one !== worst),
  )
}

/** By the rule: what fires again so soon after its incident was resolved opens that one again. */
async function burnsAgain(round: Round, all: Entering[]): Promise<string | undefined> {
  const { reopenWithinMs } = round.standing.rules
  if (reopenWithinMs === undefined) return undefined
  const signatures = [...new Set(all.map(one => one.signature))]
  const groupKey = all[0]?.place.group.key ?? ''
  const incident = await resolvedLately(round.tx, { signatures, groupKey, since: later(round.at, -reopenWithinMs) })
  if (!incident) return undefined
  await askOf(round, incident, 'reopen', { reason: firesAgain(all[0]?.alert.title ?? '') })
  return incident
}

async function openFor(round: Round, opener: Entering): Promise<string> {
  const { alert } = opener
  const said = opener.said()
  const { service, unrouted, group } = opener.place
  const incident = newId(round.desk.clock.now())
  const [number, message] = await Promise.all([newIncident(round.tx, incident), storedText(round, messageOf(alert))])
  const severity = severityOfIncident(alert.severity) ?? 'sev4'
  const named = { number, service: service.slug, severity, groupKey: group.key, unrouted }
  await askOf(round, incident, 'open-for-alert', { ...named, source: said.source, alert: said, message })
  opener.entered = { incident, how: 'created' }
  return incident
}

async function join(round: Round, incident: string, joining: Entering[]): Promise<void> {
  if (joining.length === 0) return
  await addJoining(
    round.tx,
    incident,
    joining.map(({ alert, signature, said }) => ({ signature, severity: alert.severity, said })),
  )
  await askOf(round, incident, 'join-alerts', {})
  for (const one of joining) one.entered = { incident, how: 'joined' }
}
