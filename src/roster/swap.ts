import { type Schedule } from './schedule.ts'
import { shiftsBetween } from './shifts.ts'
import { spokenSpan } from './spoken.ts'

/** Somebody asks others to take their time on call. Whoever says yes first has it; until then it stays the asker's. People by id, times RFC 3339. */
export interface Swap {
  id: string
  schedule: string
  asker: string
  from: string
  to: string
  /** What the asker takes of the other's in return. */
  inReturn?: { from: string; to: string }
  note?: string
  askedAt: string
  asked: { person: string; declinedAt?: string }[]
  takenBy?: string
  takenAt?: string
  withdrawnAt?: string
}

export type SwapState = 'open' | 'taken' | 'declined' | 'withdrawn' | 'expired'

/** A request that nobody took is over when its time begins. */
export function stateOf(swap: Swap, at: string): SwapState {
  if (swap.takenBy) return 'taken'
  if (swap.withdrawnAt) return 'withdrawn'
  if (Date.parse(swap.from) <= Date.parse(at)) return 'expired'
  return swap.asked.every(one => one.declinedAt) ? 'declined' : 'open'
}

type Span = { from: string; to: string }

/** What of this time is somebody else's, in words; none: all of it is this person's. */
export function notTheirs(schedule: Schedule, person: string, { from, to }: Span): string | undefined {
  const other = shiftsBetween(schedule, from, to).find(shift => shift.person !== person)
  return other && spokenSpan(other, schedule.zone)
}

/** Where this person is on call at the same time already, by schedule. */
export function alsoOnCall(
  schedules: ReadonlyMap<string, Schedule>,
  but: string,
  person: string,
  { from, to }: Span,
): string[] {
  return [...schedules]
    .filter(([slug, one]) => slug !== but && shiftsBetween(one, from, to).some(shift => shift.person === person))
    .map(([slug]) => slug)
}

/** Everybody who takes turns in this schedule. */
export const peopleOf = ({ layers }: Schedule): string[] => [...new Set(layers.flatMap(({ people }) => people))]
