import type { Temporal } from 'temporal-polyfill'
import { instant, type Layer, type Restriction, type Schedule } from './schedule.ts'
import { daysAround } from './shifts.ts'
import { spoken, spokenSpan } from './spoken.ts'

/** A time in which nobody is on call. RFC 3339, `to` not included. */
export interface Gap {
  from: string
  to: string
}

/** A layer that begins within minutes is as good as begun. */
const soonMs = 5 * 60_000
const weekMs = 7 * 24 * 3_600_000
/** A year and its weeks: every change of the clocks is in it. */
const yearWeeks = 53

/** The first time in the coming year at which none of these schedules has anybody, in words; none: somebody is always on. Overrides come and go and do not count. */
export function firstGap(schedules: Schedule[], at: string): string | undefined {
  const fixed = schedules.map(one => ({ ...one, overrides: [] }))
  const begin = Date.parse(at) + soonMs
  const end = begin + weeksToLookAt(fixed) * weekMs
  const [gap] = gapsBetween(fixed, new Date(begin).toISOString(), new Date(end).toISOString())
  if (!gap) return undefined
  const starts = fixed.flatMap(({ layers }) => layers.map(({ from }) => Date.parse(from)))
  if (starts.length === 0) return 'at any time'
  const zone = schedules[0]?.zone ?? 'UTC'
  const first = Math.min(...starts)
  return first > begin
    ? `before ${spoken(new Date(first).toISOString(), zone)} (${zone})`
    : `from ${spokenSpan(gap, zone)}`
}

/** Hours of one zone that meet by the clock meet in every week, also where the clocks change; three show all of them. Hours of two zones drift against each other. */
function weeksToLookAt(schedules: Schedule[]): number {
  const isOneZone = new Set(schedules.map(({ zone }) => zone)).size < 2
  const endsNowhere = schedules.every(({ layers }) => layers.every(({ to }) => !to))
  return isOneZone && endsNowhere ? 3 : yearWeeks
}

/** Every time from one moment to another at which none of these schedules has anybody, to the millisecond. */
export function gapsBetween(schedules: Schedule[], from: string, to: string): Gap[] {
  const [begin, end] = [Date.parse(from), Date.parse(to)]
  const gaps: Gap[] = []
  let covered = begin
  const gap = (until: number) => {
    if (until > covered) gaps.push({ from: new Date(covered).toISOString(), to: new Date(until).toISOString() })
  }
  for (const one of schedules.flatMap(schedule => spansOf(schedule, begin, end)).sort((a, b) => a[0] - b[0])) {
    gap(Math.min(one[0], end))
    covered = Math.max(covered, one[1])
    if (covered >= end) return gaps
  }
  gap(end)
  return gaps
}

type Span = readonly [from: number, to: number]

/** The times in which somebody is on call from a schedule; they may overlap. */
function spansOf({ zone, layers, overrides }: Schedule, begin: number, end: number): Span[] {
  const days = daysAround(zone, begin, end)
  const over = overrides.map(({ from, to }): Span => [Date.parse(from), Date.parse(to)])
  return [...over, ...layers.flatMap(layer => layerSpans(layer, days, zone))].filter(
    ([from, to]) => from < to && to > begin && from < end,
  )
}

function layerSpans(layer: Layer, days: Temporal.PlainDate[], zone: string): Span[] {
  const [first, last] = [Date.parse(layer.from), layer.to ? Date.parse(layer.to) : Number.POSITIVE_INFINITY]
  if (layer.restrictions.length === 0) return [[first, last]]
  const windows = days.flatMap(day => layer.restrictions.flatMap(window => spanOn(window, day, zone)))
  return windows.map(([from, to]): Span => [Math.max(from, first), Math.min(to, last)])
}

function spanOn({ days, from, to }: Restriction, day: Temporal.PlainDate, zone: string): Span[] {
  if (days.length > 0 && !days.includes(day.dayOfWeek)) return []
  return [[instant(day, from, zone), instant(to > from ? day : day.add({ days: 1 }), to, zone)]]
}
