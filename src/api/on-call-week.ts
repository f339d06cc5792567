import type { Absence, Conflict } from '../roster/conflicts.ts'
import type { PolicyGap } from '../roster/policy-gaps.ts'
import type { Shift } from '../roster/shifts.ts'
import type { Policy } from '../roster/spec.ts'
import type { Swap, SwapState } from '../roster/swap.ts'

/** One schedule in the time that is looked at. People by id. */
export interface Lane {
  schedule: string
  zone: string
  now: string | null
  next: { from: string; person?: string } | null
  people: string[]
  shifts: Shift[]
  overrides: { id: string; person: string; from: string; to: string; reason?: string; by?: string }[]
  conflicts: Conflict[]
  note: { person: string; text: string; at: string } | null
}

export interface PolicyShown extends Pick<Policy, 'steps'> {
  policy: string
  fallback: Policy['steps'][number]['notify'][number] | null
  services: { slug: string; name: string }[]
  /** When its first step calls nobody. */
  gaps: PolicyGap[]
}

/** `GET /api/v1/on-call/week`: who is on call from one moment to another. */
export interface Week {
  people: { id: string; name: string }[]
  schedules: Lane[]
  policies: PolicyShown[]
  swaps: (Swap & { state: SwapState })[]
  absences: Absence[]
  holidays: { from: string; to: string; what: string }[]
}
