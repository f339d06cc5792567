import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gapsBetween } from '../../src/roster/gaps.ts'
import { keepMeasured } from '../killed/measured.ts'
import { randomSchedule } from '../random-schedule.ts'
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

test('two thousand schedules, half a day each, minute by minute: one person or a gap that is named', () => {
  fc.assert(
    fc.property(randomSchedule, ({ schedule, from }) => {
      const end = from + 12 * 3_600_000
      const gaps = gapsBetween([schedule], new Date(from).toISOString(), new Date(end).toISOString())
      peopleByStep(schedule, from, end, 60_000).forEach((person, n) => {
        const at = new Date(from + n * 60_000).toISOString()
        if (gaps.some(gap => gap.from <= at && at < gap.to) !== (person === undefined)) expect(at).toBe('named')
      })
    }),
    { numRuns: 2_000 },
  )
}, 1_200_000)
