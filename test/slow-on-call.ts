import type { Layer, Override, Restriction, Schedule } from '../src/roster/schedule.ts'

/**
 * Who is on call, found the slow way: a clock on the wall that is read minute after minute, by Intl alone, and hand-overs that
 * are counted one after another. Nothing of it is how Fireline finds out, so both are wrong in the same way only by chance.
 */
export interface SlowClock {
  /** Minutes since 1970 as the clock on the wall shows them at a minute of UTC. */
  shows(minute: number): number
  /** The first minute of UTC at which it shows this. What it skips comes as though it had gone on. */
  reaches(local: number): number
}

const minuteMs = 60_000
const dayMinutes = 24 * 60
/** Clocks change on a quarter of an hour. */
const quarter = 15

/** The clock of a zone from one moment to another, in milliseconds since 1970. */
export function slowClock(zone: string, from: number, to: number): SlowClock {
  const [first, last] = [from / minuteMs, to / minuteMs]
  const offsets = offsetsByQuarter(zone, first, last)
  const shows = (minute: number) => minute + (offsets[Math.floor((minute - first) / quarter)] ?? Number.NaN)
  const reached = new Map<number, number>()
  let next = shows(first)
  for (let minute = first; minute < last; minute++) {
    const local = shows(minute)
    for (let skipped = next; skipped < local; skipped++) reached.set(skipped, minute + skipped - next)
    if (local < next) continue
    reached.set(local, minute)
    next = local + 1
  }
  return {
    shows,
    reaches(local) {
      const minute = reached.get(local)
      if (minute === undefined)
        throw new Error(`${zone} was not looked at around ${new Date(local * minuteMs).toISOString()}`)
      return minute
    },
  }
}

/** As far as random schedules look: from before their first layer until after the year. */
export const slowClockAround2026 = (zone: string): SlowClock =>
  slowClock(zone, Date.UTC(2025, 10, 27), Date.UTC(2027, 0, 8))

function offsetsByQuarter(zone: string, first: number, last: number): number[] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  const offsets: number[] = []
  for (let minute = first; minute < last; minute += quarter) {
    const local = Date.parse(`${format.format(minute * minuteMs).replace(' ', 'T')}Z`) / minuteMs
    offsets.push(local - minute)
  }
  return offsets
}

/** Asks for one moment after another, in milliseconds since 1970. */
export function slowOnCall({ layers, overrides }: Schedule, clock: SlowClock, until: number) {
  const all = layers.map(layer => ({ layer, handOvers: handOversOf(layer, clock, until / minuteMs) }))
  return (ms: number): string | undefined => {
    const over = overrides.findLast(one => isInside(one, ms))
    if (over) return over.person
    const found = all.findLast(({ layer }) => covers(layer, clock, ms))
    if (!found) return undefined
    // Where the clocks skip two hours, what they skipped may come behind what stands after it on their face: that one holds.
    const turn = found.handOvers.findLastIndex(minute => minute <= ms / minuteMs) + 1
    return found.layer.people[turn % found.layer.people.length]
  }
}

const isInside = ({ from, to }: Pick<Override, 'from' | 'to'>, ms: number) =>
  Date.parse(from) <= ms && ms < Date.parse(to)

function covers({ from, to, restrictions }: Layer, clock: SlowClock, ms: number): boolean {
  if (ms < Date.parse(from) || (to && ms >= Date.parse(to))) return false
  const today = dayOf(clock.shows(Math.floor(ms / minuteMs)))
  const opened = [today - dayMinutes, today].flatMap(day => restrictions.flatMap(one => hoursOn(one, day, clock)))
  return restrictions.length === 0 || opened.some(([begin, end]) => begin <= ms / minuteMs && ms / minuteMs < end)
}

function hoursOn({ days, from, to }: Restriction, day: number, clock: SlowClock): [number, number][] {
  const weekday = new Date(day * minuteMs).getUTCDay() || 7
  if (days.length > 0 && !days.includes(weekday)) return []
  const end = day + minutesOf(to) + (minutesOf(to) > minutesOf(from) ? 0 : dayMinutes)
  return [[clock.reaches(day + minutesOf(from)), clock.reaches(end)]]
}

/** Every hand-over of a layer, one after another, up to a minute. */
function handOversOf(layer: Layer, clock: SlowClock, until: number): number[] {
  const day = dayOf(clock.shows(Math.ceil(Date.parse(layer.from) / minuteMs)))
  const found: number[] = []
  for (let n = 1; ; n++) {
    const local = handOver(layer, day, n)
    if (local > clock.shows(until) + dayMinutes) return found
    found.push(clock.reaches(local))
  }
}

/** What the clock shows at the nth hand-over after a first day. A month without that day hands over on the first of the next. */
function handOver({ every: { unit, count }, handOverAt }: Layer, day: number, n: number): number {
  if (unit === 'hours') return day + minutesOf(handOverAt) + n * count * 60
  if (unit === 'days') return day + n * count * dayMinutes + minutesOf(handOverAt)
  return sameDayLater(new Date(day * minuteMs), n * count) / minuteMs + minutesOf(handOverAt)
}

function sameDayLater(first: Date, months: number): number {
  const [year, month, day] = [first.getUTCFullYear(), first.getUTCMonth() + months, first.getUTCDate()]
  return Math.min(Date.UTC(year, month, day), Date.UTC(year, month + 1, 1))
}

const dayOf = (local: number) => Math.floor(local / dayMinutes) * dayMinutes
const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
