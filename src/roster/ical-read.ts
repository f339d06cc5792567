import { Temporal } from 'temporal-polyfill'
import type { CalendarEvent } from './ical.ts'
import { type Repeats, repeatsOf, startsOf } from './ical-repeats.ts'

export interface ReadCalendar {
  events: CalendarEvent[]
  /** What could not be read, a sentence each; everything else was. */
  left: string[]
}

export interface Reading {
  /** Only what touches this time; RFC 3339. */
  from: string
  to: string
  /** Whose midnight a whole day begins at, and the zone of times that name none. */
  zone: string
}

const mostEvents = 1_000

/**
 * The events of a calendar by RFC 5545, those that repeat each time (DAILY, WEEKLY, MONTHLY, YEARLY with INTERVAL, COUNT, UNTIL, BYDAY of a week, EXDATE), at most a thousand.
 * Undefined: it is no calendar.
 */
export function readIcal(text: string, reading: Reading): ReadCalendar | undefined {
  const lines = unfolded(text)
  if (!lines.some(({ name, value }) => name === 'BEGIN' && value.toUpperCase() === 'VCALENDAR')) return undefined
  const [events, left]: [CalendarEvent[], string[]] = [[], []]
  for (const event of eventsIn(lines)) {
    const read = eventOf(event, reading)
    if (typeof read === 'string') left.push(`${titleOf(event)}: ${read}`)
    else events.push(...read.slice(0, mostEvents - events.length))
  }
  return { events: events.sort((a, b) => (a.from < b.from ? -1 : 1)), left: left.slice(0, 20) }
}

interface Line {
  name: string
  params: Record<string, string>
  value: string
}

function unfolded(text: string): Line[] {
  const whole = text.replaceAll(/\r\n?/g, '\n').replaceAll(/\n[ \t]/g, '')
  return whole.split('\n').flatMap(line => {
    // What stands before the first colon outside of quotes names the line.
    const found = /^([-A-Za-z0-9]+)((?:;(?:[^":;]|"[^"]*")*)*):(.*)$/.exec(line)
    if (!found) return []
    const [, name = '', params = '', value = ''] = found
    const pairs = params
      .split(';')
      .slice(1)
      .map(one => {
        const at = one.indexOf('=')
        return [one.slice(0, at).toUpperCase(), one.slice(at + 1).replaceAll('"', '')] as const
      })
    return [{ name: name.toUpperCase(), params: Object.fromEntries(pairs), value }]
  })
}

/** The lines of each event; what is nested in it, as its alarms, is none of ours. */
function eventsIn(lines: Line[]): Line[][] {
  const events: Line[][] = []
  let [inside, depth]: [Line[] | undefined, number] = [undefined, 0]
  for (const line of lines) {
    const kind = line.value.toUpperCase()
    if (!inside) {
      if (line.name === 'BEGIN' && kind === 'VEVENT') [inside, depth] = [[], 0]
    } else if (line.name === 'BEGIN') depth++
    else if (line.name === 'END' && depth > 0) depth--
    else if (line.name === 'END') {
      events.push(inside)
      inside = undefined
    } else if (depth === 0) inside.push(line)
  }
  return events
}

const valueOf = (event: Line[], name: string) => event.find(line => line.name === name)
const plain = (text: string): string =>
  text.replaceAll(/\\([\\;,nN])/g, (_, sign: string) => (sign === 'n' || sign === 'N' ? ' ' : sign))
const titleOf = (event: Line[]): string =>
  plain(valueOf(event, 'SUMMARY')?.value ?? 'away')
    .trim()
    .slice(0, 200) || 'away'

function eventOf(event: Line[], { from, to, zone }: Reading): CalendarEvent[] | string {
  if (valueOf(event, 'STATUS')?.value === 'CANCELLED') return []
  const starts = valueOf(event, 'DTSTART')
  const start = starts && momentOf(starts, zone)
  if (!start) return 'it has no begin that can be read.'
  const lasts = lengthOf(event, start, zone)
  if (!lasts) return 'it has no end that can be read.'
  const rule = valueOf(event, 'RRULE')?.value
  const repeats: Repeats | string | undefined = rule === undefined ? undefined : repeatsOf(rule)
  if (typeof repeats === 'string') return repeats
  const without = new Set(
    event
      .filter(line => line.name === 'EXDATE')
      .flatMap(line => line.value.split(',').map(value => momentOf({ ...line, value }, zone)?.epochMilliseconds)),
  )
  const id = plain(valueOf(event, 'UID')?.value ?? titleOf(event)).slice(0, 200)
  const [begin, end] = [Date.parse(from), Date.parse(to)]
  const found: CalendarEvent[] = []
  for (const at of startsOf(start, repeats, end)) {
    const until = at.add(lasts).epochMilliseconds
    if (
      until <= begin ||
      at.epochMilliseconds >= end ||
      without.has(at.epochMilliseconds) ||
      until <= at.epochMilliseconds
    )
      continue
    found.push({
      id: `${id} ${at.epochMilliseconds}`,
      from: new Date(at.epochMilliseconds).toISOString(),
      to: new Date(until).toISOString(),
      title: titleOf(event),
    })
    if (found.length >= mostEvents) break
  }
  return found
}

/** `20261224`, `20261224T080000Z`, the latter with a TZID or in the reader's zone. */
function momentOf({ params, value }: Line, zone: string): Temporal.ZonedDateTime | undefined {
  const [, year, month, day, , hour = '00', minute = '00', second = '00', utc] =
    /^(\d{4})(\d\d)(\d\d)(T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(value.trim()) ?? []
  if (!year) return undefined
  try {
    return Temporal.PlainDateTime.from(`${year}-${month}-${day}T${hour}:${minute}:${second}`).toZonedDateTime(
      utc ? 'UTC' : (params['TZID'] ?? zone),
    )
  } catch {
    return undefined
  }
}

function lengthOf(event: Line[], start: Temporal.ZonedDateTime, zone: string): Temporal.Duration | undefined {
  const ends = valueOf(event, 'DTEND')
  if (ends) {
    const end = momentOf(ends, zone)
    return end && start.until(end.withTimeZone(start.timeZoneId), { largestUnit: isDay(event) ? 'days' : 'hours' })
  }
  const said = valueOf(event, 'DURATION')?.value
  if (said === undefined) return isDay(event) ? Temporal.Duration.from({ days: 1 }) : undefined
  try {
    return Temporal.Duration.from(said)
  } catch {
    return undefined
  }
}

const isDay = (event: Line[]): boolean => valueOf(event, 'DTSTART')?.value.trim().length === 8
