import { happened } from './decision.ts'
import type { IncidentEvent } from './events.ts'
import { type Incident, presentResponders } from './incident.ts'

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
