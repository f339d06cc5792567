import { Temporal } from 'temporal-polyfill'
import { instant, type Layer, localDay, onCallAt, type Schedule } from './schedule.ts'

/** One person's time on call without a break; nobody's: a gap. RFC 3339, `to` not included. */
export interface Shift {
  person?: string
  from: string
  to: string
}

/** Who is on call from one moment to another, without a hole between: each shift begins where the one before ends. None where `to` is not after `from`. */
export function shiftsBetween(schedule: Schedule, from: string, to: string): Shift[] {
  const [begin, end] = [Date.parse(from), Date.parse(to)]
  if (!(begin < end)) return []
  const shifts: Shift[] = []
  for (const ms of bordersBetween(schedule, begin, end)) {
    const at = new Date(ms).toISOString()
    const person = onCallAt(schedule, at)
    const last = shifts.at(-1)
    if (last && last.person === person) continue
    if (last) last.to = at
    shifts.push({ ...(person && { person }), from: at, to: new Date(end).toISOString() })
  }
  return shifts
}

/** The begin, and every moment after it at which a turn may begin: hand-overs, hours that begin or end, layers and overrides. */
function bordersBetween({ zone, layers, overrides }: Schedule, begin: number, end: number): number[] {
  const known = [...overrides, ...layers].flatMap(({ from, to }) => [Date.parse(from), ...(to ? [Date.parse(to)] : [])])
  const clocks = [...new Set(layers.flatMap(clocksOf))]
  const daily = daysAround(zone, begin, end).flatMap(day => clocks.map(clock => instant(day, clock, zone)))
  const inside = [...known, ...daily].filter(ms => ms > begin && ms < end)
  return [...new Set([begin, ...inside])].sort((a, b) => a - b)
}

/** Every local day from the one before to the one after: by the calendar, as a day there may have 23 or 25 hours. */
export function daysAround(zone: string, begin: number, end: number): Temporal.PlainDate[] {
  const last = localDay(end, zone).add({ days: 1 })
  const days: Temporal.PlainDate[] = []
  for (
    let day = localDay(begin, zone).subtract({ days: 1 });
    Temporal.PlainDate.compare(day, last) <= 0;
    day = day.add({ days: 1 })
  )
    days.push(day)
  return days
}

function clocksOf({ handOverAt, every, restrictions }: Layer): string[] {
  const turns = every.unit === 'hours' ? 24 / every.count : 1
  const handOvers = Array.from({ length: turns }, (_, n) => later(handOverAt, every.count * (turns > 1 ? n : 0)))
  return [...handOvers, ...restrictions.flatMap(({ from, to }) => [from, to])]
}

const later = (clock: string, hours: number): string =>
  `${String((Number(clock.slice(0, 2)) + hours) % 24).padStart(2, '0')}${clock.slice(2)}`
