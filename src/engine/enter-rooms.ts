import type { Alert } from '../alert/alert.ts'
import { isMoreSevere } from '../alert/severity.ts'
import type { AlertSaid } from '../incident/events.ts'
import type { Place } from '../steps/intake/place-alert.ts'
import { messageOf } from '../steps/intake/say.ts'
import { severityOfIncident } from '../steps/intake/severity.ts'
import { addJoining } from '../store/alerts.ts'
import { holderOfGroup } from '../store/claims.ts'
import { newIncident } from '../store/head.ts'
import { holdTimeline } from '../store/timeline.ts'
import { foldedNow } from './handle.ts'
import { newId } from './id.ts'
import { askOf, type Round, storedText } from './round.ts'

/** An alert that fires and wants an incident. */
export interface Entering {
  alert: Alert
  said: AlertSaid
  place: Place
  /** It got worse where it is. */
  isAlreadyIn?: string
  entered?: { incident: string; how: 'created' | 'joined' }
}

/** Each group joins the incident that is open for it, or opens one: the worst of them opens, the others join it. */
export async function enterRooms(round: Round, entering: Entering[]): Promise<void> {
  const groups = new Map<string, Entering[]>()
  for (const one of entering) {
    const { key } = one.place.group
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  for (const [groupKey, together] of groups) await enterRoom(round, groupKey, together)
}

async function enterRoom(round: Round, groupKey: string, together: Entering[]): Promise<void> {
  const stay = together.filter(one => one.isAlreadyIn !== undefined)
  for (const one of stay) await join(round, one.isAlreadyIn ?? '', [one])
  const rest = together.filter(one => one.isAlreadyIn === undefined)
  const worst = rest.reduce<Entering | undefined>(
    (most, one) => (!most || isMoreSevere(one.alert.severity, most.alert.severity) ? one : most),
    undefined,
  )
  if (!worst) return
  const open = await openIncidentOf(round, groupKey)
  if (open) return join(round, open, rest)
  const incident = await openFor(round, groupKey, worst)
  await join(
    round,
    incident,
    rest.filter(one => one !== worst),
  )
}

/** Held and folded in this transaction: no alert joins a resolved incident. */
async function openIncidentOf({ tx, desk }: Round, groupKey: string): Promise<string | undefined> {
  const incident = await holderOfGroup(tx, groupKey)
  if (!incident) return undefined
  await holdTimeline(tx, incident)
  const is = await foldedNow(desk, tx, incident)
  return is.status === 'resolved' ? undefined : incident
}

async function openFor(round: Round, groupKey: string, opener: Entering): Promise<string> {
  const { alert, said } = opener
  const { service, unrouted } = opener.place
  const incident = newId(round.desk.clock.now())
  const number = await newIncident(round.tx, incident)
  const message = await storedText(round, messageOf(alert))
  const severity = severityOfIncident(alert.severity) ?? 'sev4'
  const named = { number, service: service.slug, severity, groupKey, unrouted }
  await askOf(round, incident, 'open-for-alert', { ...named, source: round.by.name, alert: said, message })
  opener.entered = { incident, how: 'created' }
  return incident
}

async function join(round: Round, incident: string, joining: Entering[]): Promise<void> {
  if (joining.length === 0) return
  await addJoining(
    round.tx,
    incident,
    joining.map(one => one.said),
  )
  await askOf(round, incident, 'join-alerts', {})
  for (const one of joining) one.entered = { incident, how: 'joined' }
}
