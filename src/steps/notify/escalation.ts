import type { EventData } from '../../incident/events.ts'
import type { Person } from '../../roster/person.ts'
import type { OnCallPolicy } from '../../roster/policy.ts'

/** Where an escalation stands. After `repeat` further rounds every round is the fallback. */
export interface Place {
  round: number
  step: number
}

export const firstPlace: Place = { round: 0, step: 0 }

export const isFallback = (policy: OnCallPolicy, place: Place): boolean => place.round > policy.repeat

/** There is always a next place: an unacknowledged incident never ends in silence. */
export function placeAfter(policy: OnCallPolicy, place: Place): Place {
  const isLast = isFallback(policy, place) || place.step + 1 >= policy.steps.length
  return isLast ? { round: place.round + 1, step: 0 } : { round: place.round, step: place.step + 1 }
}

/** From this place to the one after it. */
export function pauseMs(policy: OnCallPolicy, place: Place): number {
  const after = placeAfter(policy, place)
  const here = isFallback(policy, place) || place.step < 0 ? 0 : afterMs(policy, place.step)
  if (after.round === place.round) return Math.max(0, afterMs(policy, after.step) - here)
  return policy.repeatAfterMs + (isFallback(policy, after) ? 0 : afterMs(policy, 0))
}

const afterMs = (policy: OnCallPolicy, step: number): number => policy.steps[step]?.afterMs ?? 0

/** Each once. Without a fallback the last step goes on. */
export function peopleAt(policy: OnCallPolicy, place: Place): Person[] {
  const last = policy.steps.at(-1)?.people ?? []
  const people = isFallback(policy, place)
    ? policy.fallback.length > 0
      ? policy.fallback
      : last
    : (policy.steps[place.step]?.people ?? [])
  return people.filter((person, n) => people.findIndex(other => other.id === person.id) === n)
}

/** This place, the rest of its round, and the fallback: where somebody is looked for before it is said that nobody is there. */
export function placesFrom(policy: OnCallPolicy, place: Place): Place[] {
  if (isFallback(policy, place)) return [place]
  const rest = policy.steps.map((_, step) => ({ round: place.round, step })).slice(place.step)
  return policy.fallback.length > 0 ? [...rest, { round: policy.repeat + 1, step: 0 }] : rest
}

/** What comes after this place, as it is written on the timeline. */
export function nextOf(policy: OnCallPolicy, place: Place, dueAt: string): EventData['EscalationStepped']['next'] {
  const after = placeAfter(policy, place)
  const due = new Date(Date.parse(dueAt) + pauseMs(policy, place)).toISOString()
  return { ...after, dueAt: due, people: peopleAt(policy, after).map(person => person.id) }
}
