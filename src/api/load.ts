import type { Load } from '../roster/load.ts'
import { csvText } from './csv.ts'

/** One person's time on call, hours with two decimals. */
export interface LoadLine extends Omit<Load, 'minutes'> {
  person: string
  name: string
  /** Of their schedules; several as `Europe/Berlin + America/New_York`. */
  zone: string
  hours: Load['minutes'] & { all: number }
  /** None where they had no shift. */
  pagesPerShift: number | null
  /** How long they watched terminals and replays to learn; not on call. */
  shadowHours: number
}

/** `GET /api/v1/reports/load`: from one moment to another. */
export interface LoadReport {
  from: string
  to: string
  people: LoadLine[]
}

const columns =
  'person,zone,shifts,hours,weekday hours,weekend hours,night hours,holiday hours,pages,pages per shift,broken nights,shadow hours'

/** For who works out the pay. */
export const loadCsv = ({ people }: LoadReport): string =>
  csvText([columns.split(','), ...people.map(one => cells(one))])

const cells = ({
  name,
  zone,
  shifts,
  hours,
  pages,
  pagesPerShift,
  brokenNights,
  shadowHours,
}: LoadLine): (string | number)[] => {
  const { all, weekday, weekend, night, holiday } = hours
  return [
    name,
    zone,
    shifts,
    all,
    weekday,
    weekend,
    night,
    holiday,
    pages,
    pagesPerShift ?? '',
    brokenNights,
    shadowHours,
  ]
}
