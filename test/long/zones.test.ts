import { expect, test } from 'vitest'
import { gapsBetween } from '../../src/roster/gaps.ts'
import { keepMeasured } from '../killed/measured.ts'
import { proofSeed, proofSize } from '../proof-size.ts'
import { scheduleOf } from '../random-schedule.ts'
import { type SlowClock, slowClockAround2026, slowOnCall } from '../slow-on-call.ts'
import { handsOverDaily, holdsAroundChanges, peopleByStep } from '../zone-sweep.ts'

const zones = Intl.supportedValuesOf('timeZone')

test('in every zone of the world each day from 2024 to 2034 is handed over once, at the local time', () => {
  for (const zone of zones) expect(handsOverDaily(zone), zone).toBeGreaterThan(3_651)
}, 600_000)

test('in every zone each minute around each change of the clocks from 2024 to 2034 has exactly one person', () => {
  const changes = zones.map(zone => holdsAroundChanges(zone, ['00:15', '01:15', '02:15']))
  const all = changes.reduce((sum, one) => sum + one, 0)
  expect(all).toBeGreaterThan(2_000)
  const size = `${zones.length} zones, ${all} changes of the clocks, 2024 to 2034`
  keepMeasured({ fault: 'F16', size, result: 'each minute around each change has exactly one person' })
}, 1_200_000)

const schedules = proofSize('F16')
const looksMs = 12 * 3_600_000

test('two thousand schedules, half a day each, minute by minute: the person whom a slow clock finds, or a gap that is named', () => {
  const seed = proofSeed()
  const clocks = new Map<string, SlowClock>()
  for (let n = 0; n < schedules; n++) holdsMinuteByMinute(seed + n, clocks)
  const size = `${schedules} random schedules, half a day each, seeds from ${seed}`
  keepMeasured({
    fault: 'F16, schedules',
    size,
    result: 'each minute has whom the slow clock finds, or lies in a gap that is named',
  })
}, 3_600_000)

/** A failure says its own seed: `FIRELINE_PROOF_SEED=<it> FIRELINE_PROOF_F16=1` makes that schedule again, alone. */
function holdsMinuteByMinute(seed: number, clocks: Map<string, SlowClock>): void {
  const { schedule, from } = scheduleOf(seed)
  const end = from + looksMs
  const clock = clocks.get(schedule.zone) ?? slowClockAround2026(schedule.zone)
  clocks.set(schedule.zone, clock)
  const slow = slowOnCall(schedule, clock, end)
  const gaps = gapsBetween([schedule], new Date(from).toISOString(), new Date(end).toISOString())
  peopleByStep(schedule, from, end, 60_000).forEach((person, n) => {
    const at = new Date(from + n * 60_000).toISOString()
    const isNamed = gaps.some(gap => gap.from <= at && at < gap.to)
    if (person !== slow(Date.parse(at)) || isNamed !== (person === undefined))
      expect({ person, isNamed }, `seed ${seed}, ${at}: ${JSON.stringify(schedule)}`).toEqual({
        person: slow(Date.parse(at)),
        isNamed: slow(Date.parse(at)) === undefined,
      })
  })
}
