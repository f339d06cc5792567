import { clockTime } from '../desk/clock.ts'

const dayOf = (at: string, now: Date): string => {
  const then = new Date(at)
  if (then.toDateString() === now.toDateString()) return 'today'
  const near = Math.abs(then.getTime() - now.getTime()) < 6 * 24 * 3_600_000
  return then.toLocaleDateString([], near ? { weekday: 'long' } : { weekday: 'short', day: 'numeric', month: 'short' })
}

/** Saturday 08:00, in the reader's zone. */
export const sayTime = (at: string, now: Date): string => `${dayOf(at, now)} ${clockTime(at)}`

/** Saturday, 08:00 to 20:00; the second day only where it is another. */
export function saySpan({ from, to }: { from: string; to: string }, now: Date): string {
  const isSameDay = new Date(from).toDateString() === new Date(to).toDateString()
  const isMidnight = clockTime(to) === '00:00' && Date.parse(to) - Date.parse(from) <= 25 * 3_600_000
  return isSameDay || isMidnight
    ? `${dayOf(from, now)}, ${clockTime(from)} to ${clockTime(to)}`
    : `${sayTime(from, now)} to ${sayTime(to, now)}`
}

/** A shift as far as a week shows it: what goes on before or after is said so. */
export function sayShift(shift: { from: string; to: string }, week: { from: Date; to: Date }, now: Date): string {
  const [isBefore, isAfter] = [Date.parse(shift.from) <= week.from.getTime(), Date.parse(shift.to) >= week.to.getTime()]
  if (isBefore && isAfter) return 'all week'
  if (isBefore) return `until ${sayTime(shift.to, now)}`
  return isAfter ? `from ${sayTime(shift.from, now)} on` : saySpan(shift, now)
}
