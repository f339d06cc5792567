import { Temporal } from 'temporal-polyfill'

const day = (local: string) => Temporal.PlainDateTime.from(local.replace(/Z$/, ''))

/** 1 is Monday. */
export const weekdayOf = (local: string): number => day(local).dayOfWeek

/** The same time of day on the first day of that week, for weeks that begin with this weekday. */
export function beginOfWeek(local: string, first: number): string {
  const at = day(local)
  return at.subtract({ days: (at.dayOfWeek - first + 7) % 7 }).toString()
}
