import { isMoreSevere } from '../../alert/severity.ts'
import { signatureOf } from '../../alert/signature.ts'
import { later } from '../../incident/obligation.ts'
import { isWorse, wakes } from '../../incident/severity.ts'
import { howToEnter } from './how-to-enter.ts'
import { belowThreshold } from './say.ts'
import { severityOfIncident } from './severity.ts'
import type { Known, OpenRoom, Week } from './week.ts'

/** Each group joins the incident that is open for it, or opens one; or it waits for more. */
export function enterRooms(week: Week, entering: readonly Known[], at: string): void {
  for (const one of entering) if (one.room && worsens(one.room, one)) one.fire.how = 'pages'
  const rest = entering.filter(one => !one.room)
  for (const [key, together] of Map.groupBy(rest, one => one.place.group.key)) enterRoom(week, key, together, at)
}

function enterRoom(week: Week, key: string, coming: Known[], at: string): void {
  const [first] = coming
  if (!first) return
  const { group } = first.place
  const open = week.open.get(key)
  const waiting = group.threshold === undefined || open ? [] : waitingIn(week, key, coming)
  const since = [...coming, ...waiting].map(one => (one.keptOut === 'threshold' ? (one.keptAt ?? at) : at))
  const how = howToEnter(group, { open, since }, at)
  if (how === 'waits') {
    const { rule, why } = belowThreshold(group, since.length)
    for (const one of coming) {
      Object.assign(one, { keptAt: one.keptOut === rule ? one.keptAt : at, keptOut: rule, until: undefined })
      Object.assign(one.fire, { how: 'kept out', says: why, rule })
      week.waiting.add(one)
    }
    return
  }
  const all = [...coming, ...waiting]
  const worst = all.reduce((most, one) => (isMoreSevere(one.severity, most.severity) ? one : most))
  const room = (how === 'joins' && open) || burnsAgain(week, key, all, at) || openRoom(week, key, worst, at)
  for (const one of all) join(week, room, one, at)
}

const waitingIn = (week: Week, key: string, coming: readonly Known[]): Known[] =>
  [...week.waiting].filter(
    one =>
      one.keptOut === 'threshold' && one.status === 'firing' && one.place.group.key === key && !coming.includes(one),
  )

function openRoom(week: Week, groupKey: string, { alert, place, severity }: Known, at: string): OpenRoom {
  const room: OpenRoom = {
    number: week.rooms.length + 1,
    title: alert.title.slice(0, 300),
    service: place.service.slug,
    severity: severityOfIncident(severity) ?? 'sev4',
    openedAt: at,
    pages: 0,
    alerts: 0,
    groupKey,
    signatures: new Set(),
    firing: new Set(),
    lastAlertAt: at,
  }
  week.rooms.push(room)
  week.open.set(groupKey, room)
  return room
}

/** By the rule: what fires again so soon after its incident was over opens that one again, and pages again. */
function burnsAgain(week: Week, key: string, all: readonly Known[], at: string): OpenRoom | undefined {
  const { reopenWithinMs } = week.standing.rules
  if (reopenWithinMs === undefined) return undefined
  const since = later(at, -reopenWithinMs)
  const signatures = all.map(one => signatureOf(one.place.service.slug, one.alert))
  const again = week.rooms.findLast(
    (room): room is OpenRoom =>
      (room as OpenRoom).groupKey === key &&
      (room.resolvedAt ?? '') >= since &&
      signatures.some(signature => (room as OpenRoom).signatures.has(signature)),
  )
  if (!again) return undefined
  Object.assign(again, { resolvedAt: undefined, paged: undefined })
  week.open.set(key, again)
  return again
}

function join(week: Week, room: OpenRoom, one: Known, at: string): void {
  const isFirst = room.alerts === 0
  room.alerts += 1
  room.lastAlertAt = at
  room.firing.add(one.id)
  room.signatures.add(signatureOf(one.place.service.slug, one.alert))
  const isPage = worsens(room, one)
  week.waiting.delete(one)
  Object.assign(one, { room, incident: String(room.number), keptOut: undefined, until: undefined })
  const how = isPage ? 'pages' : isFirst ? 'opens' : 'joins'
  Object.assign(one.fire, { how, says: room.title, rule: undefined, incident: room.number })
  if (one.status === 'resolved') recover(week, one, at)
}

/** What is worse than what was paged for pages once more: true. */
function worsens(room: OpenRoom, { severity }: Known): boolean {
  const now = severityOfIncident(severity) ?? 'sev4'
  if (isWorse(now, room.severity)) room.severity = now
  if (!wakes(room.severity) || (room.paged && !isWorse(room.severity, room.paged))) return false
  room.paged = room.severity
  room.pages += 1
  return true
}

/** Nobody is there to say that it goes on: an incident is over when its alerts are. */
export function recover(week: Week, { id, room }: Known, at: string): void {
  if (!room?.firing.delete(id) || room.firing.size > 0 || room.resolvedAt) return
  room.resolvedAt = at
  if (week.open.get(room.groupKey) === room) week.open.delete(room.groupKey)
}
