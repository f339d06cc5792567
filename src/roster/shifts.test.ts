import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomSchedule } from '../../test/random-schedule.ts'
import { handsOverDaily, holdsAroundChanges, peopleByStep } from '../../test/zone-sweep.ts'
import { gapsBetween } from './gaps.ts'
import { onCallAt } from './schedule.ts'
import { shiftsBetween } from './shifts.ts'
import { scheduleSpec, toSchedule } from './spec.ts'

const schedule = (...layers: object[]) => toSchedule(scheduleSpec.parse({ zone: 'Europe/Berlin', layers }))
const weekly = { people: ['ana', 'ben'], handOverAt: '08:00', from: '2026-11-02T07:00:00Z' }

describe('shifts', () => {
  test('a week is handed over on Monday morning, and an override stands between', () => {
    const swapped = {
      ...schedule(weekly),
      overrides: [{ person: 'mira', from: '2026-11-07T07:00:00Z', to: '2026-11-07T19:00:00Z' }],
    }
    expect(shiftsBetween(swapped, '2026-11-06T00:00:00Z', '2026-11-10T00:00:00Z')).toEqual([
      { person: 'ana', from: '2026-11-06T00:00:00.000Z', to: '2026-11-07T07:00:00.000Z' },
      { person: 'mira', from: '2026-11-07T07:00:00.000Z', to: '2026-11-07T19:00:00.000Z' },
      { person: 'ana', from: '2026-11-07T19:00:00.000Z', to: '2026-11-09T07:00:00.000Z' },
      { person: 'ben', from: '2026-11-09T07:00:00.000Z', to: '2026-11-10T00:00:00.000Z' },
    ])
  })

  test('nights alone leave gaps that nobody has, and two turns of one person in a row are one shift', () => {
    const nights = schedule({ ...weekly, people: ['jonas'], restrictions: [{ from: '22:00', to: '06:00' }] })
    expect(shiftsBetween(nights, '2026-11-10T12:00:00Z', '2026-11-11T12:00:00Z')).toEqual([
      { from: '2026-11-10T12:00:00.000Z', to: '2026-11-10T21:00:00.000Z' },
      { person: 'jonas', from: '2026-11-10T21:00:00.000Z', to: '2026-11-11T05:00:00.000Z' },
      { from: '2026-11-11T05:00:00.000Z', to: '2026-11-11T12:00:00.000Z' },
    ])
    const alone = schedule({ ...weekly, every: 'day', people: ['ana'] })
    expect(shiftsBetween(alone, '2026-11-10T12:00:00Z', '2026-11-20T12:00:00Z')).toHaveLength(1)
    expect(shiftsBetween(alone, '2026-11-10T12:00:00Z', '2026-11-10T12:00:00Z')).toEqual([])
  })

  test('the hand-over of a day with 23 hours is seen, from late on the day before too', () => {
    const daily = schedule({ people: ['ana', 'ben'], every: 'day', handOverAt: '09:00', from: '2026-03-01' })
    expect(shiftsBetween(daily, '2026-03-28T22:30:00Z', '2026-03-30T06:00:00Z').map(one => one.from)).toEqual([
      '2026-03-28T22:30:00.000Z',
      '2026-03-29T07:00:00.000Z',
    ])
  })

  test('a month is a turn, by the calendar, and a layer that ends is over', () => {
    const monthly = schedule({
      people: ['ana', 'ben'],
      every: 'P1M',
      handOverAt: '09:00',
      from: '2026-01-01',
      to: '2026-04-01',
    })
    expect(shiftsBetween(monthly, '2026-01-01T12:00:00Z', '2026-05-01T00:00:00Z')).toEqual([
      { person: 'ana', from: '2026-01-01T12:00:00.000Z', to: '2026-02-01T08:00:00.000Z' },
      { person: 'ben', from: '2026-02-01T08:00:00.000Z', to: '2026-03-01T08:00:00.000Z' },
      { person: 'ana', from: '2026-03-01T08:00:00.000Z', to: '2026-03-31T22:00:00.000Z' },
      { from: '2026-03-31T22:00:00.000Z', to: '2026-05-01T00:00:00.000Z' },
    ])
  })
})

const runs = Number(process.env['FIRELINE_SCHEDULES'] ?? 25)

test('whatever the schedule: each moment has one person or lies in a gap that is named', () => {
  fc.assert(
    fc.property(randomSchedule, ({ schedule: one, from }) => {
      const end = from + 36 * 3_600_000
      const people = peopleByStep(one, from, end, 7 * 60_000)
      const gaps = gapsBetween([one], new Date(from).toISOString(), new Date(end).toISOString())
      people.forEach((person, n) => {
        const at = new Date(from + n * 7 * 60_000).toISOString()
        expect(
          gaps.some(gap => gap.from <= at && at < gap.to),
          at,
        ).toBe(person === undefined)
      })
      for (const gap of gaps) {
        expect(onCallAt(one, gap.from)).toBeUndefined()
        expect(onCallAt(one, new Date(Date.parse(gap.from) - 1).toISOString()) ?? gap.from === people[0]).toBeDefined()
      }
    }),
    { numRuns: runs },
  )
})

test('where the clocks change at odd hours, each minute has one person', () => {
  const [from, to] = [Date.UTC(2026, 0), Date.UTC(2027, 0)]
  const odd = ['America/St_Johns', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Chatham', 'America/Santiago']
  for (const zone of odd) expect(holdsAroundChanges(zone, ['00:15', '02:15'], 5 * 60_000, from, to)).toBeGreaterThan(1)
})

test('in London and New York every day of ten years is handed over once, at the local time', () => {
  for (const zone of ['Europe/London', 'America/New_York']) expect(handsOverDaily(zone)).toBe(3_653)
})
