import type { Temporal } from 'temporal-polyfill'

/** How an event repeats, as far as we read it. */
export interface Repeats {
  unit: 'days' | 'weeks' | 'months' | 'years'
  every: number
  count?: number
  /** As it was written: a day or a time in UTC. */
  until?: string
  /** Days of the week, Monday is 1; only of weeks. */
  days: number[]
}

const units = { DAILY: 'days', WEEKLY: 'weeks', MONTHLY: 'months', YEARLY: 'years' } as const
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** The rule of RFC 5545 3.3.10, or the sentence that says why it is not read. */
export function repeatsOf(rule: string): Repeats | string {
  const parts = Object.fromEntries(
    rule
      .toUpperCase()
      .split(';')
      .map(part => part.split('=') as [string, string]),
  )
  const { FREQ = '', INTERVAL = '1', COUNT, UNTIL, BYDAY, WKST: _, ...more } = parts
  const unit = Object.hasOwn(units, FREQ) ? units[FREQ as keyof typeof units] : undefined
  const days = BYDAY?.split(',').map(day => weekdays.indexOf(day) + 1) ?? []
  const isRead =
    unit && Object.keys(more).length === 0 && (days.length === 0 || (unit === 'weeks' && !days.includes(0)))
  const every = Number(INTERVAL)
  if (!isRead || !Number.isInteger(every) || every < 1)
    return `it repeats in a way that is not read (${rule.slice(0, 100)}).`
  return { unit, every, ...(COUNT && { count: Number(COUNT) }), ...(UNTIL && { until: UNTIL }), days }
}

/** An event that began long ago and repeats each day is looked through this far. */
const mostSteps = 20_000

/** Each start until `end`, in epoch milliseconds, in the zone of the first one: at the same local time, whatever the clocks do. */
export function* startsOf(
  start: Temporal.ZonedDateTime,
  repeats: Repeats | undefined,
  end: number,
): Generator<Temporal.ZonedDateTime> {
  if (!repeats) {
    yield start
    return
  }
  const last = repeats.until ? untilMs(repeats.until, start) : Number.POSITIVE_INFINITY
  let n = 0
  for (let step = 0; step < mostSteps; step++)
    for (const at of inStep(start, repeats, step)) {
      if (at.epochMilliseconds < start.epochMilliseconds) continue
      if (at.epochMilliseconds > Math.min(last, end) || n >= (repeats.count ?? Number.POSITIVE_INFINITY)) return
      n++
      yield at
    }
}

function inStep(start: Temporal.ZonedDateTime, { unit, every, days }: Repeats, step: number): Temporal.ZonedDateTime[] {
  const at = start.add({ [unit]: step * every })
  if (days.length === 0) return [at]
  const monday = at.subtract({ days: at.dayOfWeek - 1 })
  return days.toSorted((a, b) => a - b).map(day => monday.add({ days: day - 1 }))
}

function untilMs(until: string, start: Temporal.ZonedDateTime): number {
  const [, year, month, day, , hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(T(\d\d)(\d\d)(\d\d)Z?)?$/.exec(until) ?? []
  if (!year) return Number.POSITIVE_INFINITY
  const date = { year: Number(year), month: Number(month), day: Number(day) }
  return hour === undefined
    ? start.with({ ...date, hour: 23, minute: 59, second: 59 }).epochMilliseconds
    : Date.UTC(date.year, date.month - 1, date.day, Number(hour), Number(minute), Number(second))
}
