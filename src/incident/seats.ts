import { happened } from './decision.ts'
import type { IncidentEvent } from './events.ts'
import { type Incident, presentResponders, type Terminal } from './incident.ts'

/** Who comes to work on it is here, and takes the seats that nobody holds: alone, that is lead and keyboard at once. */
export function comesToWork(was: Incident, person: string): IncidentEvent[] {
  const isHere = presentResponders(was).some(present => present.person === person)
  return [...(isHere ? [] : [happened('Joined', { person, as: 'responder' })]), ...takesFreeSeats(was, person)]
}

/** Lead and keyboard, each only when nobody holds it. */
export function takesFreeSeats(was: Incident, person: string): IncidentEvent[] {
  return [
    ...(was.lead ? [] : [happened('LeadTaken', { person })]),
    ...(was.operator ? [] : [happened('KeyboardGiven', { to: person, epoch: was.epoch + 1 })]),
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
    ...(is.operatorAwaits && { awaiting: true }),
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
