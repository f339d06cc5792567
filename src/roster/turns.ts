import type { Schedule } from './schedule.ts'
import { type Shift, shiftsBetween } from './shifts.ts'

/** From when who is on call; nobody at a gap. */
type Begin = Pick<Shift, 'from' | 'person'>

const dayMs = 24 * 3_600_000

/** The next time that somebody else is on call, or nobody, within these days; none: it stays as it is. */
export function nextTurn(schedule: Schedule, at: string, days = 35): Begin | undefined {
  return beginning(shiftsAhead(schedule, at, days)[1])
}

/** When this person is next on call within these days; none where they are already, or are not in sight. */
export function nextTurnOf(schedule: Schedule, person: string, at: string, days = 35): Begin | undefined {
  const [now, ...later] = shiftsAhead(schedule, at, days)
  return now?.person === person ? undefined : beginning(later.find(shift => shift.person === person))
}

const shiftsAhead = (schedule: Schedule, at: string, days: number): Shift[] =>
  shiftsBetween(schedule, at, new Date(Date.parse(at) + days * dayMs).toISOString())

const beginning = (shift: Shift | undefined): Begin | undefined => shift && { from: shift.from, person: shift.person }
