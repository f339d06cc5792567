import type { Shift } from './shifts.ts'

/** When somebody cannot be on call. */
export interface Absence {
  id: string
  person: string
  from: string
  to: string
  what: string
  /** The name of the calendar that says so; none: it was said by hand. */
  source?: string
}

/** A part of a shift whose person is away then. */
export interface Conflict {
  person: string
  from: string
  to: string
  what: string
}

/** Where somebody is to be on call and is away: known before the shift begins. */
export function conflictsOf(shifts: readonly Shift[], absences: readonly Absence[]): Conflict[] {
  return shifts.flatMap(({ person, from, to }) =>
    absences.flatMap(away => {
      const [begin, end] = [away.from > from ? away.from : from, away.to < to ? away.to : to]
      return person !== undefined && away.person === person && begin < end
        ? [{ person, from: begin, to: end, what: away.what }]
        : []
    }),
  )
}
