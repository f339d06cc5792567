import { Temporal } from 'temporal-polyfill'

/** Who is on call when. Its days and hours are those of its zone, whatever the clocks there do. */
export interface Schedule {
  /** IANA, as `Europe/Berlin`. */
  zone: string
  /** A later layer covers an earlier one. */
  layers: Layer[]
  /** A person for a time, above every layer; a later one covers an earlier one. */
  overrides: Override[]
}

export interface Layer {
  /** Takes turns in this order. */
  people: string[]
  every: Turn
  /** Local time of the hand-over, `HH:MM`. */
  handOverAt: string
  /** RFC 3339. Nobody is on call from this layer before it; the first person is until the first hand-over after a whole turn. */
  from: string
  /** RFC 3339, from when it is over; none: it goes on. */
  to?: string
  /** Hours it covers; none: all. */
  restrictions: Restriction[]
}

/** How long one person's turn is: months or days by the calendar, or hours that divide a day. */
export interface Turn {
  unit: 'months' | 'days' | 'hours'
  count: number
}

/** Local hours on these days, `to` after `from` or on the next day. No days: each. */
export interface Restriction {
  days: number[]
  from: string
  to: string
}

export interface Override {
  person: string
  from: string
  to: string
  reason?: string
}

/** Who is on call at this moment: exactly one person, or nobody. */
export function onCallAt(schedule: Schedule, at: string): string | undefined {
  const ms = Date.parse(at)
  const over = schedule.overrides.findLast(({ from, to }) => Date.parse(from) <= ms && ms < Date.parse(to))
  if (over) return over.person
  const layer = schedule.layers.findLast(one => covers(one, schedule.zone, ms))
  return layer && turnAt(layer, schedule.zone, ms)
}

function covers(layer: Layer, zone: string, ms: number): boolean {
  if (ms < Date.parse(layer.from) || (layer.to && ms >= Date.parse(layer.to))) return false
  if (layer.restrictions.length === 0) return true
  const today = localDay(ms, zone)
  // A window that began yesterday may reach into today.
  return [today.subtract({ days: 1 }), today].some(day =>
    layer.restrictions.some(window => startsOn(window, day) && isWithin(window, day, zone, ms)),
  )
}

const startsOn = ({ days }: Restriction, day: Temporal.PlainDate) => days.length === 0 || days.includes(day.dayOfWeek)

function isWithin({ from, to }: Restriction, day: Temporal.PlainDate, zone: string, ms: number): boolean {
  const end = to > from ? day : day.add({ days: 1 })
  return instant(day, from, zone) <= ms && ms < instant(end, to, zone)
}

function turnAt(layer: Layer, zone: string, ms: number): string | undefined {
  const turn = Math.max(0, turnsSince(layer, zone, ms))
  return layer.people[turn % layer.people.length]
}

/** Whole turns since the first hand-over day; a hand-over that the clocks skip or repeat happens once. */
function turnsSince(layer: Layer, zone: string, ms: number): number {
  const first = localDay(Date.parse(layer.from), zone)
  const today = localDay(ms, zone)
  const day = instant(today, layer.handOverAt, zone) <= ms ? today : today.subtract({ days: 1 })
  if (layer.every.unit === 'months')
    return Math.floor(first.until(day, { largestUnit: 'months' }).months / layer.every.count)
  const days = first.until(day, { largestUnit: 'days' }).days
  if (layer.every.unit === 'days') return Math.floor(days / layer.every.count)
  const perDay = 24 / layer.every.count
  return days * perDay + handOversSince(day, layer, zone, ms, perDay)
}

/** No zone sets its clocks back by more hours at once. */
const furthestBack = 3

/** Hand-overs of this day that are past. Asked about half a year of hours it is asked thousands of times: so it begins at the last that can be. */
function handOversSince(day: Temporal.PlainDate, layer: Layer, zone: string, ms: number, perDay: number): number {
  const begin = day.toPlainDateTime(Temporal.PlainTime.from(layer.handOverAt))
  const passedHours = begin.until(localTime(ms, zone), { largestUnit: 'hours' }).hours
  const isPast = (n: number) =>
    begin.add({ hours: n * layer.every.count }).toZonedDateTime(zone).epochMilliseconds <= ms
  let n = Math.min(perDay - 1, Math.floor((passedHours + furthestBack) / layer.every.count))
  while (n > 0 && !isPast(n)) n--
  return n
}

const localTime = (ms: number, zone: string): Temporal.PlainDateTime =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDateTime()

export function localDay(ms: number, zone: string): Temporal.PlainDate {
  return localTime(ms, zone).toPlainDate()
}

export function instant(day: Temporal.PlainDate, time: string, zone: string): number {
  return day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds
}

/** The next working morning, nine o'clock there, Monday to Friday, after `at`. */
export function nextMorning(zone: string, at: string): string {
  const ms = Date.parse(at)
  let day = localDay(ms, zone)
  while (instant(day, '09:00', zone) <= ms || day.dayOfWeek > 5) day = day.add({ days: 1 })
  return new Date(instant(day, '09:00', zone)).toISOString()
}

/** When a plain day (`2026-11-23`) begins there. */
export function midnight(day: string, zone: string): string {
  return new Date(instant(Temporal.PlainDate.from(day), '00:00', zone)).toISOString()
}
