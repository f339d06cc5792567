import type { Person } from './person.ts'

/** A step of an escalation policy with the people it means at one moment. */
export interface OnCallStep {
  /** Milliseconds since the round began. */
  afterMs: number
  people: Person[]
}

export interface PolicySpec {
  steps: { afterMs: number; notify: ({ person: string } | { schedule: string })[] }[]
  /** Rounds after the first before the fallback. */
  repeat: number
  repeatAfterMs: number
  fallback?: { person: string } | { schedule: string }
}
