import { clockTime, dayAndTime } from '../desk/clock.ts'

const sixDaysMs = 6 * 24 * 3_600_000

/** A time to come, as people say it: 18:00 today, Monday 08:00 this week, else with its date. */
export function dayAhead(at: string, now: Date): string {
  const then = new Date(at)
  const isSoon = then.getTime() - now.getTime() < sixDaysMs && then.toDateString() !== now.toDateString()
  return isSoon ? `${then.toLocaleDateString([], { weekday: 'long' })} ${clockTime(at)}` : dayAndTime(at, now)
}
