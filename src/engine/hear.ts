import type { Alert } from '../alert/alert.ts'
import { type KeptOut, keptOutOf, type Place, placeOf } from '../steps/intake/place-alert.ts'
import { isEndedBy, whatBecomes } from '../steps/intake/receive.ts'
import type { AlertRow } from '../store/alerts.ts'
import type { Held } from '../store/held.ts'
import { type AlertResult, keptOutResult, suppressed } from './alert-result.ts'
import { counted, firingRow, keptRow, known, notKept, saidOnTimeline } from './alert-rows.ts'
import type { Entering } from './enter-rooms.ts'
import { newId } from './id.ts'
import { type Round, senderOf } from './round.ts'

/** One alert on its way through. `row` is what will be saved; `entering` wants an incident. */
export interface Heard {
  row?: AlertRow
  entering?: Entering
  result: AlertResult
  recovers: boolean
  /** To be held, or held before and now used up. */
  hold?: Held
  letGo?: boolean
}

/** What was known of it before. */
export interface Before {
  row?: AlertRow
  /** When its incident was resolved. */
  resolvedAt?: string
  held?: Held
}

/** What an alert means, from memory alone: nothing is asked or written here. */
export function hear(round: Round, told: Alert, before: Before): Heard {
  const place = told.status === 'firing' ? placeOf(round.standing, told, senderOf(round)) : undefined
  const alert = place ? { ...told, severity: place.severity } : told
  const { row } = before
  const { fingerprint, status } = alert
  const incident = row?.incident ?? undefined
  const result: AlertResult = { alert: row?.id, fingerprint, status, incident, outcome: 'updated' }
  const becomes = whatBecomes(row && known(row, before.resolvedAt), alert, round.at)
  if (becomes === 'late')
    return { row: row && counted(row, round.at), result: suppressed(result, 'late-copy'), recovers: false }
  if (becomes === 'held') return holding(round, alert, before, result)
  if (becomes === 'recovers' && row) {
    const over = { ...counted(row, round.at), status, ended_at: alert.endedAt ?? round.at, end_heard_at: round.at }
    return { row: { ...over, ...notKept }, result: { ...result, outcome: 'resolved' }, recovers: true }
  }
  if (!place) return { row: row && counted(row, round.at), result: { ...result, outcome: 'resolved' }, recovers: false }
  const isNewFiring = becomes === 'fires'
  return hearFiring(round, alert, before, { place, result, isNewFiring, wantsRoom: becomes !== 'repeats' })
}

function holding(round: Round, alert: Alert, { held }: Before, result: AlertResult): Heard {
  const waiting = {
    id: held?.id ?? newId(round.desk.clock.now()),
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

interface Firing {
  place: Place
  result: AlertResult
  isNewFiring: boolean
  wantsRoom: boolean
}

function hearFiring(round: Round, alert: Alert, { row, held }: Before, firing: Firing): Heard {
  const { place, isNewFiring } = firing
  const { service } = place
  const fresh = firingRow(round, alert, { row, service: service.slug, id: row?.id ?? held?.id, isNewFiring })
  const heardNow: Heard = {
    row: fresh,
    result: { ...firing.result, alert: fresh.id },
    recovers: false,
    letGo: held !== undefined,
  }
  const kept = isNewFiring || !fresh.incident ? whyKept(round, place) : undefined
  if (kept) return keptHeard(round, heardNow, kept, isNewFiring ? undefined : row)
  if (!firing.wantsRoom) return heardNow
  const isEnded = isEndedBy(alert, held, round.at)
  const said = saidOnTimeline(alert, fresh, round)
  const isAlreadyIn = isNewFiring ? undefined : (fresh.incident ?? undefined)
  const entering: Entering = { alert, said, place, isAlreadyIn }
  if (isEnded) Object.assign(fresh, { status: 'resolved', ended_at: held?.endedAt ?? round.at, end_heard_at: round.at })
  return { ...heardNow, entering, recovers: isEnded }
}

const whyKept = (round: Round, place: Place): KeptOut | undefined =>
  keptOutOf(round.standing, place, senderOf(round), () => undefined, round.at)

/** Listed only. `was` is its row while it is the same firing. */
function keptHeard(round: Round, heard: Heard, kept: KeptOut, was: AlertRow | undefined): Heard {
  const row = heard.row && keptRow(heard.row, kept, was?.kept_at ?? round.at)
  return { ...heard, row, result: keptOutResult(heard.result, kept) }
}
