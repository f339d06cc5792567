import { instant, localDay } from './schedule.ts'
import { daysAround } from './shifts.ts'

/** From `from` up to, and without, `to`; RFC 3339. */
export interface Span {
  from: string
  to: string
}

/** What one person's time on call was like. Minutes count once, however many schedules had them at once, and for one kind: the first that fits. */
export interface Load {
  shifts: number
  minutes: { holiday: number; night: number; weekend: number; weekday: number }
  pages: number
  /** Nights, named by the evening, in which at least one page was handed over. */
  brokenNights: number
}

/** A time on call, by the clocks of its schedule; without a zone, by those where the person lives. */
export interface ZonedSpan extends Span {
  zone?: string
}

export interface OnCallTime {
  /** Where they live: for pages outside of every shift. */
  zone: string
  shifts: readonly ZonedSpan[]
  /** From calendars: holidays, and what else they were away for. */
  holidays: readonly Span[]
  /** When each page was handed over; what was told in one message is one. */
  pages: readonly string[]
}

type Kind = keyof Load['minutes']

/** Night is from 22 to 6 by the clocks of the schedule, whatever they do. */
const nightFrom = '22:00'
const nightTo = '06:00'

export function loadOf({ zone, shifts, holidays, pages }: OnCallTime): Load {
  const minutes: Load['minutes'] = { holiday: 0, night: 0, weekend: 0, weekday: 0 }
  const free = holidays.map(inMs)
  const times = once(shifts.map(one => ({ ...inMs(one), zone: one.zone ?? zone })))
  for (const span of times)
    for (const part of cutAt(span, bordersOf(span, span.zone, free)))
      minutes[kindOf(part.from, span.zone, free)] += (part.to - part.from) / 60_000
  const zoneAt = (ms: number) => times.find(one => one.from <= ms && ms < one.to)?.zone ?? zone
  const nights = pages.map(at => Date.parse(at)).flatMap(ms => nightOf(ms, zoneAt(ms)) ?? [])
  return { shifts: shifts.length, minutes, pages: pages.length, brokenNights: new Set(nights).size }
}

interface Ms {
  from: number
  to: number
}

const inMs = ({ from, to }: Span): Ms => ({ from: Date.parse(from), to: Date.parse(to) })

type ZonedMs = Ms & { zone: string }

/** Without overlaps: a minute of two schedules is of the one that began first. */
function once(spans: readonly ZonedMs[]): ZonedMs[] {
  const all: ZonedMs[] = []
  for (const one of spans.toSorted((a, b) => a.from - b.from)) {
    const from = Math.max(one.from, all.at(-1)?.to ?? one.from)
    if (from < one.to) all.push({ ...one, from })
  }
  return all
}

/** Every moment within at which its kind may change. */
function bordersOf({ from, to }: Ms, zone: string, free: readonly Ms[]): number[] {
  const daily = daysAround(zone, from, to).flatMap(day =>
    ['00:00', nightTo, nightFrom].map(time => instant(day, time, zone)),
  )
  const borders = [...daily, ...free.flatMap(one => [one.from, one.to])].filter(ms => ms > from && ms < to)
  return [...new Set(borders)].sort((a, b) => a - b)
}

const cutAt = ({ from, to }: Ms, borders: readonly number[]): Ms[] =>
  [from, ...borders].map((begin, n) => ({ from: begin, to: borders[n] ?? to }))

function kindOf(ms: number, zone: string, free: readonly Ms[]): Kind {
  if (free.some(({ from, to }) => from <= ms && ms < to)) return 'holiday'
  if (nightOf(ms, zone)) return 'night'
  return localDay(ms, zone).dayOfWeek > 5 ? 'weekend' : 'weekday'
}

/** The evening of the night that this moment is in; undefined by day. */
function nightOf(ms: number, zone: string): string | undefined {
  const day = localDay(ms, zone)
  if (ms >= instant(day, nightFrom, zone)) return day.toString()
  return ms < instant(day, nightTo, zone) ? day.subtract({ days: 1 }).toString() : undefined
}
