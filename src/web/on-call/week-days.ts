/** The days of a week as its reader lives them: a day may have 23 or 25 hours. */

/** The reader's zone, as `Europe/Berlin`. */
export const zoneHere = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** Monday, 00:00, of the week in which this moment lies. */
export function mondayOf(at: Date): Date {
  const day = new Date(at.getFullYear(), at.getMonth(), at.getDate())
  return daysLater(day, -((day.getDay() + 6) % 7))
}

export const daysLater = (day: Date, days: number): Date =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate() + days)

/** ISO 8601: the week that holds its Thursday. */
export function weekNumber(monday: Date): number {
  const thursday = daysLater(monday, 3)
  const first = mondayOf(new Date(thursday.getFullYear(), 0, 4))
  return Math.round((monday.getTime() - first.getTime()) / (7 * 24 * 3_600_000)) + 1
}

/** `2025-11-10`, as it stands in the address. */
export const dayText = (day: Date): string =>
  [day.getFullYear(), String(day.getMonth() + 1).padStart(2, '0'), String(day.getDate()).padStart(2, '0')].join('-')

/** The Monday that an address names; this week's where it names none. */
export function mondayIn(search: string, now: Date): Date {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(new URLSearchParams(search).get('week') ?? '') ?? []
  return mondayOf(year ? new Date(Number(year), Number(month) - 1, Number(day)) : now)
}

/** How much of the week has passed at this moment, from 0 to 1. */
export function shareOf(at: string, from: Date, to: Date): number {
  const share = (Date.parse(at) - from.getTime()) / (to.getTime() - from.getTime())
  return Math.min(1, Math.max(0, share))
}

/** What a field for a time holds, in the reader's zone. */
export function fieldTime(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}
