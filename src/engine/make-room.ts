import type { Incident } from '../incident/incident.ts'
import { isAskedFor, type Place, placeCall } from '../steps/notify/storm.ts'
import { behind, inTransaction } from '../store/db.ts'
import { holdCall, holdPagesOf, latelyPaged, noteRang } from '../store/storm.ts'
import type { Desk } from './desk.ts'
import type { Owed } from './perform.ts'

/**
 * Whether this call may ring now. What is beyond the cap is held, and the message that tells it is owed, in one transaction:
 * it is told there or nowhere lost.
 */
export async function makeRoom(desk: Desk, owed: Owed<'call'>, is: Incident): Promise<Place> {
  const { call: id, person, channel } = owed.body
  const call = is.calls.find(one => one.id === id)
  if (!call || isAskedFor(is, call)) return 'rings'
  const one = { call: id, person, channel, incident: is.id, severity: is.severity, reason: call.reason }
  return inTransaction(desk.db, async tx => {
    await behind(tx, holdPagesOf(tx, person))
    const now = desk.clock.now()
    // What may have arrived once is sent again all the same.
    const place = owed.repeat ? 'rings' : placeCall(await latelyPaged(tx, one, now), is.severity, desk.clock.at())
    if (place === 'rings') await behind(tx, noteRang(tx, one, now))
    else await holdCall(tx, one, place.tellAt, now)
    tx.afterwards.push(() => {
      desk.wake()
      desk.passing?.('room-made', owed.kind)
    })
    return place
  })
}
