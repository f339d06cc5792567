import { expect } from 'vitest'
import { onCallAt, type Schedule } from '../src/roster/schedule.ts'
import { shiftsBetween } from '../src/roster/shifts.ts'
import { scheduleSpec, toSchedule } from '../src/roster/spec.ts'

const [first, last] = [Date.UTC(2024, 0), Date.UTC(2034, 0)]
const minuteMs = 60_000
const iso = (ms: number) => new Date(ms).toISOString()

const daily = (zone: string, handOverAt: string) =>
  toSchedule(
    scheduleSpec.parse({ zone, layers: [{ people: ['a', 'b'], every: 'day', handOverAt, from: '2023-12-01' }] }),
  )

/** Ten years of days in this zone: each is handed over once, when the clocks there say so, or as soon as they have passed it. Answers how many days there were. */
export function handsOverDaily(zone: string, handOverAt = '02:15'): number {
  const shifts = shiftsBetween(daily(zone, handOverAt), iso(first), iso(last))
  const read = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })
  const offset = offsetsIn(zone)
  for (const [n, shift] of shifts.entries()) {
    const before = shifts[n - 1]
    if (!before) continue
    const at = Date.parse(shift.from)
    expect(shift.person, `${zone} ${shift.from}`).toBe(before.person === 'a' ? 'b' : 'a')
    const isSkipped = offset(at) !== offset(at - 3 * 60 * minuteMs)
    if (!isSkipped) expect(read.format(at), `${zone} ${shift.from}`).toBe(handOverAt)
  }
  return shifts.length - 1
}

/** Each minute around each change of the clocks there: one person, the same as the shifts say, and never more than one hand-over. Answers how many changes there were. */
export function holdsAroundChanges(zone: string, clocks: string[], stepMs = minuteMs, from = first, to = last): number {
  const changes = changesIn(zone, from, to)
  for (const at of changes)
    for (const clock of clocks) {
      const schedule = daily(zone, clock)
      const begin = at - 150 * minuteMs
      const people = peopleByStep(schedule, begin, begin + 300 * minuteMs, stepMs)
      expect(people, `${zone} ${iso(at)}`).not.toContain(undefined)
      expect(
        people.filter((one, n) => n > 0 && one !== people[n - 1]).length,
        `${zone} ${iso(at)}`,
      ).toBeLessThanOrEqual(1)
    }
  return changes.length
}

/** Who is on call at each step, asked moment by moment and held against the shifts. */
export function peopleByStep(schedule: Schedule, begin: number, end: number, stepMs: number): (string | undefined)[] {
  const shifts = shiftsBetween(schedule, iso(begin), iso(end))
  expect(shifts.slice(1).map(one => one.from)).toEqual(shifts.slice(0, -1).map(one => one.to))
  expect([shifts[0]?.from, shifts.at(-1)?.to]).toEqual([iso(begin), iso(end)])
  const people: (string | undefined)[] = []
  let n = 0
  for (let ms = begin; ms < end; ms += stepMs) {
    while (Date.parse(shifts[n]?.to ?? '') <= ms) n++
    const person = onCallAt(schedule, iso(ms))
    if (person !== shifts[n]?.person) expect(shifts[n], iso(ms)).toMatchObject({ person })
    people.push(person)
  }
  return people
}

/** Moments at which the zone's offset changes, to the minute, by Intl alone. */
export function changesIn(zone: string, from = first, to = last): number[] {
  const offset = offsetsIn(zone)
  const found: number[] = []
  const weekMs = 7 * 24 * 60 * minuteMs
  for (let ms = from; ms < to; ms += weekMs) {
    if (offset(ms) === offset(ms + weekMs)) continue
    let [low, high] = [ms, ms + weekMs]
    while (high - low > minuteMs) {
      const middle = Math.floor((low + high) / 2 / minuteMs) * minuteMs
      if (offset(middle) === offset(low)) low = middle
      else high = middle
    }
    found.push(high)
  }
  return found
}

function offsetsIn(zone: string): (ms: number) => string | undefined {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  return ms => format.formatToParts(ms).find(part => part.type === 'timeZoneName')?.value
}
