import { type Ask, happened, type Refusal, refuse } from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import { type Incident, isAlone } from '../../incident/incident.ts'
import { comesToWork, heldBy, seatOf, seatsOf } from '../../incident/seats.ts'
import { next } from './next.ts'
import { say } from './say.ts'

/**
 * Only an operator applies and rolls back: of that host, or without `host` of any. Nobody waits for who is not there: alone, or
 * with no operator, it is who acts. Who was just given the keyboard looks first: a line left unfinished may stand there.
 */
export function asOperator(was: Incident, ask: Ask<unknown>, host?: string): IncidentEvent[] | Refusal {
  const me = ask.by.id
  const seat = host === undefined ? undefined : seatOf(was, host)
  const mine = seat ? [seat].filter(one => one.holder === me) : heldBy(was, me)
  const awaited = mine.filter(one => one.awaiting)
  if (mine.length > awaited.length) return []
  if (awaited.length > 0 && !isAlone(was, me))
    return refuse('no-control-yet', say.noControlYet, next.control(awaited[0]?.host))
  if (awaited.length > 0)
    return awaited.map(({ epoch, host: of }) =>
      happened('ControlTaken', { person: me, epoch, ...(of && { host: of }) }),
    )
  const holder = seat ? seat.holder : was.operator
  if (!holder || isAlone(was, me)) return takesSeats(was, me)
  return refuse('only-the-operator', say.operatorIs(nameOf(was, holder)), next.keyboard(seat?.host))
}

/** Only the lead goes without what a rule refuses; what a rule merely asks, the operator may answer too. */
export function asWhoMayWaive(was: Incident, ask: Ask<unknown>, operatorToo: boolean): IncidentEvent[] | Refusal {
  const me = ask.by.id
  if (was.lead === me || (operatorToo && was.operator === me)) return []
  if (!was.lead || isAlone(was, me)) return takesSeats(was, me)
  return refuse('only-the-lead', say.leadIs(nameOf(was, was.lead)), next.lead())
}

/** What nobody holds; alone, what those who are gone held as well. */
function takesSeats(was: Incident, me: string): IncidentEvent[] {
  const comes = comesToWork(was, me)
  if (!isAlone(was, me)) return comes
  const epoch = was.epoch + comes.filter(event => event.type === 'KeyboardGiven').length
  const gone = seatsOf(was).filter(seat => seat.holder && seat.holder !== me)
  return [
    ...comes,
    ...(was.lead && was.lead !== me ? [happened('LeadTaken', { person: me, from: was.lead })] : []),
    ...gone.map(({ holder: from, host }, n) =>
      happened('KeyboardGiven', { to: me, ...(from && { from }), epoch: epoch + 1 + n, ...(host && { host }) }),
    ),
  ]
}

export function nameOf(was: Incident, person: string): string {
  return was.people.find(present => present.person === person)?.name ?? 'Somebody else'
}
