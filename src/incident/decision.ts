import type { Actor } from './entry.ts'
import type { EventData, EventType, IncidentEvent } from './events.ts'
import type { Incident } from './incident.ts'
import type { Known } from './known.ts'

/** A wish with everything the pure core may not make up itself: identity, time, and who asks. */
export interface Ask<Body> {
  /** uuidv7, minted at the door. The first thing an ask creates carries this id. */
  id: string
  by: Actor
  /** RFC 3339 UTC, database time. */
  at: string
  body: Body
}

/** A way forward out of a refusal: a button in the browser and a line in the terminal. */
export interface Next {
  label: string
  /** A command of the API. */
  command: string
  /** Its body; a value of `null` is for the person to fill in. */
  body: Record<string, unknown>
  /** What to start in one's own terminal for it; the command alone does not. */
  line?: string
  /** Asked of this incident (INC-12), not of the one that the no came from. */
  incident?: string
  /** It works from this time on, RFC 3339. */
  from?: string
}

/** The polite no. */
export interface Refusal {
  code: string
  message: string
  next: Next[]
}

export type Decision = IncidentEvent[] | Refusal

/** What a decision wants to know beyond the timeline; the engine loads exactly these in the same transaction. */
export type Wanted = keyof Known

/** given the incident as it was and an ask, what happens, or why not. Pure. */
export type Decide<Body, K extends Wanted = never> = ((
  was: Incident,
  ask: Ask<Body>,
  known: Pick<Known, K>,
) => Decision) & { knows?: readonly K[] }

/** Says what a decision wants to know: `knowing(['people'], (was, ask, { people }) => …)`. */
export function knowing<Body, K extends Wanted>(
  knows: readonly K[],
  decide: (was: Incident, ask: Ask<Body>, known: Pick<Known, K>) => Decision,
): Decide<Body, K> {
  return Object.assign((was: Incident, ask: Ask<Body>, known: Pick<Known, K>) => decide(was, ask, known), { knows })
}

export function refuse(code: string, message: string, next: Next[] = []): Refusal {
  return { code, message, next }
}

export function isRefusal(decision: Decision): decision is Refusal {
  return !Array.isArray(decision)
}

/** One event, said briefly: `happened('LeadTaken', { person })`. */
export function happened<T extends EventType>(type: T, data: EventData[T], v = 1): IncidentEvent {
  return { type, v, data } as IncidentEvent
}

/**
 * The id of the n-th thing an ask creates (0 is the ask's own id), still a valid uuidv7.
 * The last twelve bits of the ask's random part are replaced by n, so an ask may create up to 4,095 things.
 */
export function idOf(ask: { id: string }, n: number): string {
  return n === 0 ? ask.id : ask.id.slice(0, -3) + n.toString(16).padStart(3, '0')
}
