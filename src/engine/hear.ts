import type { Alert } from '../alert/alert.ts'
import type { FiringSource } from '../steps/intake/inhibition.ts'
import { type KeptOut, keptOutOf, type Place, placeOf } from '../steps/intake/place-alert.ts'
import { type Becomes, isEndedBy, whatBecomes } from '../steps/intake/receive.ts'
import type { AlertRow } from '../store/alerts.ts'
import type { Held } from '../store/held.ts'
import { type AlertResult, keptOutResult, suppressed } from './alert-result.ts'
import { counted, firingRow, keptRow, known, notKept, saidOnTimeline } from './alert-rows.ts'
import type { Entering } from './enter-rooms.ts'
import { type Flaps, flappingEnd, flappingStart } from './flaps.ts'
import { once } from './once.ts'
import { type Round, senderOf } from './round.ts'

/** What was known of an alert before. */
export interface Before {
  /** Its row's, or what that will be. */
  id: string
  row?: AlertRow
  /** When its incident was resolved. */
  resolvedAt?: string
  held?: Held
}

/** One alert of a report, with what it means for its row. `place` where it fires. */
export interface Meant {
  alert: Alert
  before: Before
  place?: Place
  becomes: Becomes
}

/** One alert on its way through. `row` is what will be saved; `entering` wants an incident. */
export interface Heard {
  row?: AlertRow
  entering?: Entering
  result: AlertResult
  recovers: boolean
  /** It began to flap. */
  flaps?: Flaps
  /** To be held, or held before and now used up. */
  hold?: Held
  letGo?: boolean
}

/** What an alert means, from memory alone: nothing is asked or written here. */
export function mean(round: Round, told: Alert, before: Before): Meant {
  const place = told.status === 'firing' ? placeOf(round.standing, told, senderOf(round)) : undefined
  const alert = place ? { ...told, severity: place.severity } : told
  const { row, resolvedAt } = before
  return { alert, before, place, becomes: whatBecomes(row && known(row, resolvedAt), alert, round.at) }
}

/** What becomes of it, given which alerts mute others now. */
export function hear(round: Round, meant: Meant, firing: FiringSource): Heard {
  const { alert, before, place, becomes } = meant
  const { row } = before
  const { fingerprint, status } = alert
  const incident = row?.incident ?? undefined
  const result: AlertResult = { alert: row?.id, fingerprint, status, incident, outcome: 'updated' }
  const still = row && counted(row, round.at)
  if (becomes === 'late') return { row: still, result: suppressed(result, 'late-copy'), recovers: false }
  if (becomes === 'held') return holding(round, alert, before, result)
  if (becomes === 'recovers' && row) return hearEnd(round, alert, row, result)
  if (!place) return { row: still, result: { ...result, outcome: 'resolved' }, recovers: false }
  return hearFiring(round, { ...meant, place }, { result, firing })
}

function holding(round: Round, alert: Alert, { id, held }: Before, result: AlertResult): Heard {
  const waiting = {
    id: held?.id ?? id,
    fingerprint: alert.fingerprint,
    endedAt: alert.endedAt ?? round.at,
    heardAt: round.at,
  }
  return {
    result: { ...suppressed(result, 'resolve-before-trigger'), alert: waiting.id },
    recovers: false,
    hold: waiting,
  }
}

function hearEnd(round: Round, alert: Alert, was: AlertRow, result: AlertResult): Heard {
  const over = {
    ...counted(was, round.at),
    status: alert.status,
    ended_at: alert.endedAt ?? round.at,
    end_heard_at: round.at,
  }
  const { row, flaps, stays } = flappingEnd(round, { ...over, ...notKept, look_again_at: was.flaps_until })
  if (stays) return { row, result: suppressed(result, 'flapping'), recovers: false, flaps }
  return { row, result: { ...result, outcome: 'resolved' }, recovers: true }
}

interface Firing {
  result: AlertResult
  firing: FiringSource
}

function hearFiring(round: Round, meant: Meant & { place: Place }, { result, firing }: Firing): Heard {
  const { alert, before, place, becomes } = meant
  const { row: was, held } = before
  const isNewFiring = becomes === 'fires'
  const fresh = firingRow(round, alert, { row: was, service: place.service.slug, id: before.id, isNewFiring })
  const heard: Heard = {
    row: fresh,
    result: { ...result, alert: fresh.id },
    recovers: false,
    letGo: held !== undefined,
  }
  const flapping = flappingStart(round, fresh, was, { isNewFiring, isOpen: before.resolvedAt === undefined })
  const { row, flaps } = flapping
  const heardNow = { ...heard, row, flaps }
  if (flapping.stays) return { ...heardNow, result: suppressed(heardNow.result, 'flapping') }
  const mayComeIn = isNewFiring || !row.incident
  const kept = mayComeIn
    ? (flapping.kept ?? keptOutOf(round.standing, place, senderOf(round), firing, round.at))
    : undefined
  if (kept) return keptHeard(round, heardNow, kept, isNewFiring ? undefined : was)
  if (becomes === 'repeats') return heardNow
  return wantsRoom(round, { ...meant, row }, heardNow)
}

function wantsRoom(round: Round, meant: Meant & { place?: Place; row: AlertRow }, heard: Heard): Heard {
  const { alert, before, place, becomes, row } = meant
  if (!place) return heard
  const isNewFiring = becomes === 'fires'
  const isEnded = isEndedBy(alert, before.held, round.at)
  const said = once(() => saidOnTimeline(alert, row, round))
  const since = before.row?.kept_out === 'threshold' && !isNewFiring ? (before.row.kept_at ?? undefined) : undefined
  const entering: Entering = {
    alert,
    said,
    id: row.id,
    signature: row.signature,
    place,
    since,
    isAlreadyIn: isNewFiring ? undefined : (row.incident ?? undefined),
  }
  if (isEnded)
    Object.assign(row, { status: 'resolved', ended_at: before.held?.endedAt ?? round.at, end_heard_at: round.at })
  return { ...heard, entering, recovers: isEnded }
}

/** Listed only. `was` is its row while it is the same firing. */
function keptHeard(round: Round, heard: Heard, kept: KeptOut, was: AlertRow | undefined): Heard {
  const since = was?.kept_out === kept.rule ? (was.kept_at ?? round.at) : round.at
  const row = heard.row && keptRow(heard.row, kept, since)
  return { ...heard, row, result: keptOutResult(heard.result, kept) }
}
