import type { Person } from './person.ts'
import type { Policy } from './spec.ts'

/** A step of an escalation policy with the people it means at one moment. */
export interface OnCallStep {
  /** Milliseconds since the round began. */
  afterMs: number
  people: Person[]
}

/** A service's escalation policy as of one moment. */
export interface OnCallPolicy {
  slug: string
  steps: OnCallStep[]
  /** Rounds after the first before the fallback. */
  repeat: number
  /** From the last step of a round to the begin of the next. */
  repeatAfterMs: number
  fallback: Person[]
  /** Where its people live: the zone of its first schedule. */
  zone: string
}

/** An escalation policy as it was written at one moment: it names persons and schedules, and who is on call is looked up later. */
export type FrozenPolicy = { slug: string; zone: string } & Policy
