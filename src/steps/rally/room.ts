import { type Ask, happened, type Refusal, refuse } from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import { type Incident, presentResponders } from '../../incident/incident.ts'
import type { Known } from '../../incident/known.ts'
import type { Person } from '../../roster/person.ts'
import { say } from './say.ts'

/** What the room's decisions want to know: who can be named, and whose connection is open. */
export const whoIsWho = ['people', 'seen'] as const
export type WhoIsWho = Pick<Known, (typeof whoIsWho)[number]>

/** And for keyboards: whose line answers now. */
export const whoTypes = [...whoIsWho, 'beating'] as const
export type WhoTypes = Pick<Known, (typeof whoTypes)[number]>

/** Who is not here cannot be waited for. Here: joined and has not left, or has Fireline open now. */
export function isHere(was: Incident, { seen }: WhoIsWho, person: string | undefined): person is string {
  if (!person) return false
  return seen.has(person) || presentResponders(was).some(present => present.person === person)
}

/** `Joined`, when they are not in the room yet. */
export function arrives(was: Incident, person: string): IncidentEvent[] {
  const isIn = presentResponders(was).some(present => present.person === person)
  return isIn ? [] : [happened('Joined', { person, as: 'responder' })]
}

export function nameOf(was: Incident, { people }: WhoIsWho, person: string): string {
  return people.get(person)?.name ?? was.people.find(present => present.person === person)?.name ?? 'Somebody'
}

/** The one whom an id or a name means; a name that two people have means nobody. */
export function personNamed({ people }: Pick<WhoIsWho, 'people'>, name: string): Person | undefined {
  const byId = people.get(name)
  if (byId) return byId
  const wanted = name.toLowerCase()
  const found = [...people.values()].filter(
    one => one.name.toLowerCase() === wanted || one.email?.toLowerCase() === wanted,
  )
  return found.length === 1 ? found[0] : undefined
}

/** Somebody who may hold a seat: a person, not a service account, who may do more than watch. */
export function canSit(known: WhoIsWho, person: string): boolean {
  const who = known.people.get(person)
  return who?.kind === 'person' && who.role !== 'viewer'
}

/** The person a seat is handed to, or why not. */
export function sitter(known: WhoIsWho, to: string, again: Refusal['next']): Person | Refusal {
  const who = personNamed(known, to)
  if (!who) return refuse('unknown-person', say.notSomebody(to), again)
  return canSit(known, who.id) ? who : refuse('cannot-sit', say.cannotSit(who.name), again)
}

/** Nobody else has come, or all have left. */
export const isAlone = (was: Incident, person: string): boolean =>
  was.people.every(one => one.leftAt !== undefined || one.person === person)

/** The lead and the operator decide; where neither is here, whoever is. */
export function mayDecide(was: Incident, known: WhoIsWho, ask: Ask<unknown>): boolean {
  const seats = [was.lead, was.operator]
  return seats.includes(ask.by.id) || !seats.some(holder => isHere(was, known, holder))
}
