import { Temporal } from 'temporal-polyfill'

/** "Saturday 14 November 22:00", there. */
export function spoken(at: string, zone: string): string {
  const local = localOf(at, zone)
  const day = local.toLocaleString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' }).replace(',', '')
  return `${day} ${clockOf(local)}`
}

/** "Saturday 14 November 08:00 to 20:00 (Europe/Berlin)"; the second day only where it is another. */
export function spokenSpan({ from, to }: { from: string; to: string }, zone: string): string {
  const [begin, end] = [localOf(from, zone), localOf(to, zone)]
  const isSameDay = begin.toPlainDate().equals(end.toPlainDate())
  return `${spoken(from, zone)} to ${isSameDay ? clockOf(end) : spoken(to, zone)} (${zone})`
}

const localOf = (at: string, zone: string) => Temporal.Instant.from(at).toZonedDateTimeISO(zone)
const clockOf = (local: Temporal.ZonedDateTime) => local.toPlainTime().toString({ smallestUnit: 'minute' })
