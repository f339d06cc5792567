import type { Alert } from '../../alert/alert.ts'
import { isHeartbeat } from '../../alert/heartbeat.ts'
import { changed } from './flapping.ts'
import { sourcesOf } from './inhibition.ts'
import { type KeptOut, keptOutOf, type Place, placeOf, type Sender } from './place-alert.ts'
import { type Becomes, isEndedBy, whatBecomes } from './receive.ts'
import { whyKeptOut } from './say.ts'
import type { Fire, HeardReport, Known, Week } from './week.ts'
import { enterRooms, recover } from './week-rooms.ts'

/** One accepted report once more. `week` is changed in place: a week of alerts is not copied for each. */
export function hearAgain(week: Week, { at, sender, report }: HeardReport): void {
  lookAgain(week, at)
  for (const part of onceEach(report.alerts)) hearPart(week, part, sender, at)
  const silent = (report.expired ?? []).flatMap(fingerprint => week.known.get(idOf({ fingerprint }, sender)) ?? [])
  for (const one of silent) if (one.status === 'firing') end(week, ended(one, at), at)
}

/** The same alert twice in one body is heard one after the other; heartbeats open nothing. */
function onceEach(alerts: readonly Alert[]): Alert[][] {
  const parts: Map<string, Alert>[] = []
  for (const alert of alerts.filter(one => !isHeartbeat(one))) {
    const last = parts.at(-1)
    const part = last && !last.has(alert.fingerprint) ? last : (parts[parts.push(new Map()) - 1] as Map<string, Alert>)
    part.set(alert.fingerprint, alert)
  }
  return parts.map(part => [...part.values()])
}

function hearPart(week: Week, alerts: readonly Alert[], sender: Sender, at: string): void {
  const meant = alerts.map(alert => mean(week, alert, sender, at))
  for (const one of meant) mute(week, one)
  const entering: Known[] = []
  const over: Known[] = []
  for (const one of meant) hear(week, one, { entering, over })
  enterRooms(week, entering, at)
  for (const one of over) end(week, one, at)
}

/** An alert of a report, and what it means for what is known of it. `place` where it fires. */
interface Meant {
  id: string
  alert: Alert
  sender: Sender
  at: string
  was?: Known
  place?: Place
  becomes: Becomes
}

function mean(week: Week, told: Alert, sender: Sender, at: string): Meant {
  const id = idOf(told, sender)
  const was = week.known.get(id)
  const place = told.status === 'firing' ? placeOf(week.standing, told, sender) : undefined
  const alert = place ? { ...told, severity: place.severity } : told
  const becomes = whatBecomes(was && { ...was, incidentResolvedAt: was.room?.resolvedAt }, alert, at)
  return { id, alert, sender, at, was, place, becomes }
}

const idOf = ({ fingerprint }: Pick<Alert, 'fingerprint'>, { integration }: Sender): string =>
  `${integration}/${fingerprint}`

const ended = (one: Known, at: string, endedAt = at): Known =>
  Object.assign(one, { status: 'resolved' as const, endedAt, endHeardAt: at })

interface Wanting {
  entering: Known[]
  over: Known[]
}

function hear(week: Week, meant: Meant, { entering, over }: Wanting): void {
  const { id, alert, was, place, becomes, at } = meant
  if (becomes === 'held') week.held.set(id, { endedAt: alert.endedAt ?? at, heardAt: at })
  if (becomes === 'recovers' && was) over.push(ended(was, at, alert.endedAt))
  if (!place || becomes === 'late') return
  const isNew = becomes === 'fires'
  const now = isNew ? begins(week, { ...meant, place }) : Object.assign(was as Known, { place })
  if (becomes === 'worsens') Object.assign(now, { severity: alert.severity, alert })
  if (becomes === 'repeats' || stays(week, now, was, isNew, at)) return
  const held = week.held.get(id)
  if (isEndedBy(alert, held, at)) over.push(ended(now, at, held?.endedAt))
  week.held.delete(id)
  const kept = now.room ? undefined : (flapping(now, at) ?? keptOutNow(week, now, at))
  if (kept) keepOut(week, now, kept, at)
  else entering.push(now)
}

function begins(week: Week, { id, alert, sender, place, was, at }: Meant & { place: Place }): Known {
  const fire: Fire = {
    at,
    title: alert.title.slice(0, 300),
    service: place.service.slug,
    severity: place.severity,
    integration: sender.integration,
    how: 'kept out',
    says: '',
  }
  week.fires.set(`${id}/${alert.startedAt}/${alert.startedAt === was?.firedAt ? at : ''}`, fire)
  const known: Known = {
    id,
    status: 'firing',
    severity: place.severity,
    firedAt: alert.startedAt,
    // What people read is not needed again.
    alert: { ...alert, annotations: {} },
    sender,
    place,
    fire,
    changes: was?.changes ?? { at: [] },
  }
  if (was) {
    week.waiting.delete(was)
    week.flapping.delete(was)
  }
  week.known.set(id, known)
  return known
}

/** A flapping alert stays where it is while that is open; the change by which it begins to flap still counts. */
function stays(week: Week, now: Known, was: Known | undefined, isNew: boolean, at: string): boolean {
  const rule = week.standing.rules.flapping
  if (!rule || !isNew) return false
  const change = changed(rule, now.changes, at)
  now.changes = change
  if (!change.flapsUntil || change.begins || !was?.room || was.room.resolvedAt) return false
  now.room = was.room
  now.incident = was.incident
  Object.assign(now.fire, { how: 'joins', says: was.room.title, incident: was.room.number })
  was.room.firing.add(now.id)
  return true
}

function flapping({ changes, fire }: Known, at: string): KeptOut | undefined {
  const isFlapping = changes.flapsUntil !== undefined && at < changes.flapsUntil && fire.at === at
  return isFlapping && !('begins' in changes && changes.begins)
    ? { rule: 'flapping', why: whyKeptOut('flapping'), until: changes.flapsUntil }
    : undefined
}

function keptOutNow(week: Week, { place, sender, id }: Known, at: string): KeptOut | undefined {
  const firing = (key: string, oneSided: boolean) =>
    [...(week.muting.get(key) ?? [])].find(([other, isTarget]) => other !== id && !(oneSided && isTarget))?.[0]
  return keptOutOf(week.standing, place, sender, firing, at)
}

export function keepOut(week: Week, one: Known, { rule, why, until }: KeptOut, at: string): void {
  Object.assign(one, { keptOut: rule, keptAt: one.keptOut === rule ? one.keptAt : at, until })
  Object.assign(one.fire, { how: 'kept out', says: why, rule })
  const mayComeIn = until !== undefined || rule === 'inhibited' || rule === 'threshold'
  if (mayComeIn) week.waiting.add(one)
}

/** What fires mutes others, those that came with it too. */
function mute(week: Week, { id, place, sender, becomes }: Meant): void {
  const { inhibitions } = week.standing.rules
  if (inhibitions.length === 0 || !place || !['fires', 'waits', 'worsens'].includes(becomes)) return
  for (const { key, isTarget } of sourcesOf(inhibitions, place.labels, sender.integration)) {
    const under = week.muting.get(key) ?? new Map<string, boolean>()
    week.muting.set(key, under.set(id, isTarget))
  }
}

function end(week: Week, one: Known, at: string): void {
  for (const [key, under] of week.muting) {
    if (!under.delete(one.id)) continue
    week.isToLookAgain = true
    if (under.size === 0) week.muting.delete(key)
  }
  week.waiting.delete(one)
  const rule = week.standing.rules.flapping
  const change = rule && changed(rule, one.changes, at)
  if (change) one.changes = change
  if (change?.flapsUntil) week.flapping.add(one)
  else recover(week, one, at)
}

/** What was kept out may come in: a silence ended, what muted it is over. */
function lookAgain(week: Week, at: string): void {
  const due = [...week.waiting].filter(
    one => one.status === 'firing' && (week.isToLookAgain || (one.until !== undefined && one.until <= at)),
  )
  week.isToLookAgain = false
  for (const one of week.flapping) if ((one.changes.flapsUntil ?? '') <= at) steadied(week, one, at)
  const entering: Known[] = []
  for (const one of due) {
    if (one.keptOut === 'threshold') continue
    const kept = keptOutNow(week, one, at)
    if (kept) keepOut(week, one, kept, at)
    else entering.push(one)
  }
  enterRooms(week, entering, at)
}

/** It was steady for long enough: what ended while it flapped is over now. */
function steadied(week: Week, one: Known, at: string): void {
  week.flapping.delete(one)
  if (one.status === 'resolved') recover(week, one, at)
}
