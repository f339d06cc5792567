import { happened } from './decision.ts'
import type { IncidentEvent } from './events.ts'
import { type Incident, presentResponders, type Terminal } from './incident.ts'

/** Who comes to work on it is here, and takes the seats that nobody holds: alone, that is lead and keyboard at once. */
export function comesToWork(was: Incident, person: string): IncidentEvent[] {
  const isHere = presentResponders(was).some(present => present.person === person)
  return [...(isHere ? [] : [happened('Joined', { person, as: 'responder' })]), ...takesFreeSeats(was, person)]
}

/** The lead and every keyboard, each only when nobody holds it. */
export function takesFreeSeats(was: Incident, person: string): IncidentEvent[] {
  const free = seatsOf(was).filter(seat => !seat.holder)
  const taken = free.map(({ host }, n) => ({ to: person, epoch: was.epoch + 1 + n, ...(host && { host }) }))
  return [
    ...(was.lead ? [] : [happened('LeadTaken', { person })]),
    ...taken.map(given => happened('KeyboardGiven', given)),
  ]
}

/** One keyboard, as everybody asks about it: of one host, or (without `host`) of every host that has none of its own. */
export interface Seat {
  host?: string
  holder?: string
  /** Only grows; agents refuse older keys by it. */
  epoch: number
  /** Given, and "I have control" is not said yet: nobody's keys count. */
  awaiting?: true
  /** While it is awaited: who had it before, whose unfinished line may stand there. */
  from?: string
  /** Who asks for it, first come first. */
  askedBy: readonly string[]
  /** Since when it is as it is, RFC 3339. */
  since: string
}

/** The host's own keyboard, else the incident-wide one. */
export function seatOf(is: Incident, host: string | undefined): Seat {
  const own = is.seats?.find(seat => seat.host === host)
  if (own) return own
  return {
    ...(is.operator && { holder: is.operator }),
    epoch: is.operatorEpoch ?? is.epoch,
    ...(is.operatorAwaits && { awaiting: true, ...(is.operatorFrom && { from: is.operatorFrom }) }),
    askedBy: is.keyboardAskedBy,
    since: is.operatorSince ?? is.openedAt,
  }
}

/** Whether their keys reach it. In a terminal for looking around those of its own person do, and nobody else's. */
export function mayType(is: Incident, terminal: Terminal, person: string): boolean {
  if (terminal.looking) return terminal.person === person
  const { holder, awaiting } = seatOf(is, terminal.host)
  return holder === person && !awaiting
}

/** Every keyboard of the incident: the incident-wide one, then the hosts' own. */
export const seatsOf = (is: Incident): Seat[] => [seatOf(is, undefined), ...(is.seats ?? [])]

export const heldBy = (is: Incident, person: string): Seat[] => seatsOf(is).filter(seat => seat.holder === person)

/** Terminals that are shared now and go by a keyboard: those for looking around do not. */
export const sharedNow = (is: Incident): Terminal[] =>
  is.terminals.filter(terminal => terminal.state === 'live' && !terminal.looking)

/** Those that reach a terminal: the incident-wide one does not where each host has its own. */
export const seatsInUse = (is: Incident): Seat[] =>
  seatsOf(is).filter(
    ({ host }) => host || !is.seats?.length || sharedNow(is).some(one => seatOf(is, one.host).host === undefined),
  )

/** A host has a keyboard of its own once there are several; of the only one it is the incident-wide one. */
export function ownHost(is: Incident, host: string | undefined): string | undefined {
  if (host === undefined || is.seats?.some(seat => seat.host === host)) return host
  return sharedNow(is).some(terminal => terminal.host !== host) ? host : undefined
}

/**
 * Given by another, a keyboard counts once its new holder says that they have control: a line left unfinished may stand there.
 * Nothing is waited for where no terminal is shared, where nobody else is here, and where it comes back untouched.
 */
export function awaitsControl(
  was: Incident,
  given: { host?: string; to: string; by: string; leaves?: boolean },
): boolean {
  const seat = seatOf(was, given.host)
  const isUntouched = seat.awaiting && seat.from === given.to
  if (given.by === given.to || !seat.holder || seat.holder === given.to || isUntouched) return false
  const isThere = (terminal: Terminal) =>
    given.host === undefined ? seatOf(was, terminal.host).host === undefined : terminal.host === given.host
  const stays = (person: string) => person !== given.to && !(given.leaves && person === given.by)
  return presentResponders(was).some(one => stays(one.person)) && sharedNow(was).some(isThere)
}
