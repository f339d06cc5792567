import type { Call, Incident } from '../incident/incident.ts'
import type { ObligationBody } from '../incident/obligation.ts'
import { isAskedFor, type Lately, type Place, placeCall } from '../steps/notify/storm.ts'
import { behind, type Tx } from '../store/db.ts'
import { holdCall, holdPagesOf, latelyPaged, noteRang, type PlacedCall, tryHoldPagesOf } from '../store/storm.ts'
import type { Desk } from './desk.ts'

/** A call of ours that is about to leave. */
export interface Leaving {
  body: ObligationBody['call']
  is: Incident
  call: Call
  /** It may have left before: then it rings, whatever the cap says. */
  repeat: boolean
}

/** While another transaction decides about the same person: we wait for it; or they are left out, where waiting would hold up others. */
export type Holding = 'waits' | 'tries'

/**
 * Which of these calls may ring now, by call; in their order, so that several to one person count each other. What is beyond the cap is
 * held, and the message that tells it is owed, in this transaction.
 */
export async function makeRoom(
  desk: Desk,
  tx: Tx,
  calls: readonly Leaving[],
  holding: Holding,
): Promise<Map<string, Place>> {
  const now = desk.clock.now()
  const counted = calls.filter(({ is, call }) => !isAskedFor(is, call))
  const places = new Map<string, Place>(calls.filter(one => !counted.includes(one)).map(one => [one.call.id, 'rings']))
  const lately = await latelyOf(tx, counted.map(toPlace), holding, now)
  const ringing: PlacedCall[] = []
  for (const one of counted) {
    const paged = lately.get(one.body.person)
    if (!paged) continue
    // What may have arrived once is sent again all the same.
    const place = one.repeat ? 'rings' : placeCall(paged, one.is.severity, desk.clock.at())
    places.set(one.call.id, place)
    if (place === 'rings') ringing.push(toPlace(one))
    else await holdCall(tx, toPlace(one), place.tellAt, now)
    const [rang, held] = place === 'rings' ? [[one.is.severity], []] : [[], [one.is.severity]]
    lately.set(one.body.person, { ...paged, rang: [...paged.rang, ...rang], held: [...paged.held, ...held] })
  }
  await behind(tx, noteRang(tx, ringing, now))
  return places
}

const toPlace = ({ body, is, call }: Leaving): PlacedCall => ({
  call: call.id,
  person: body.person,
  channel: body.channel,
  incident: is.id,
  severity: is.severity,
  reason: call.reason,
})

/** By person, of those whose pages are ours to decide. Asked behind the hold: what another one decided is seen. */
async function latelyOf(
  tx: Tx,
  calls: readonly PlacedCall[],
  holding: Holding,
  now: Date,
): Promise<Map<string, Lately>> {
  if (calls.length === 0) return new Map()
  const persons = [...new Set(calls.map(one => one.person))]
  const [ours, lately] = await Promise.all([
    holding === 'tries' ? tryHoldPagesOf(tx, persons) : holdAll(tx, persons),
    latelyPaged(tx, calls, now),
  ])
  return new Map(ours.map(person => [person, lately.get(person) ?? { rang: [], held: [] }]))
}

async function holdAll(tx: Tx, persons: string[]): Promise<string[]> {
  await Promise.all(persons.sort().map(person => behind(tx, holdPagesOf(tx, person))))
  return persons
}
