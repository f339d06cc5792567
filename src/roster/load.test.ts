import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadOf, type OnCallTime } from './load.ts'

const week: OnCallTime = {
  zone: 'Europe/Berlin',
  shifts: [{ from: '2026-03-02T08:00:00Z', to: '2026-03-09T08:00:00Z' }],
  holidays: [],
  pages: [],
}
const hours = (time: Partial<OnCallTime>) =>
  Object.fromEntries(
    Object.entries(loadOf({ ...week, ...time }).minutes).map(([kind, minutes]) => [kind, minutes / 60]),
  )

test('a week is 168 hours: seven nights of eight, two days of a weekend, the rest by weekday', () => {
  expect(hours({})).toEqual({ holiday: 0, night: 56, weekend: 32, weekday: 80 })
})

test('the night in which the clocks go forward has seven hours, the one in which they go back nine', () => {
  const night = (from: string, to: string) => hours({ shifts: [{ from, to }] })['night']
  expect(night('2026-03-28T21:00:00Z', '2026-03-29T04:00:00Z')).toBe(7)
  expect(night('2026-10-24T20:00:00Z', '2026-10-25T05:00:00Z')).toBe(9)
})

test('a holiday comes before the night and the weekend, for as long as it lasts', () => {
  const holidays = [{ from: '2026-03-06T23:00:00Z', to: '2026-03-07T23:00:00Z' }]
  expect(hours({ holidays })).toEqual({ holiday: 24, night: 48, weekend: 16, weekday: 80 })
})

test('who is on call by two schedules at once is on call once', () => {
  const twice = [...week.shifts, { from: '2026-03-03T08:00:00Z', to: '2026-03-04T08:00:00Z' }]
  expect(loadOf({ ...week, shifts: twice })).toMatchObject({ shifts: 2, minutes: { night: 56 * 60, weekday: 80 * 60 } })
})

test('each shift is counted by the clocks of its own schedule, and so are the pages in it', () => {
  const day = { from: '2026-03-03T08:00:00Z', to: '2026-03-03T20:00:00Z' }
  expect(hours({ shifts: [day] })).toMatchObject({ night: 0, weekday: 12 })
  const overThere = { ...day, zone: 'America/Los_Angeles' }
  expect(hours({ shifts: [overThere] })).toMatchObject({ night: 6, weekday: 6 })
  expect(
    loadOf({ ...week, shifts: [overThere], pages: ['2026-03-03T10:00:00Z', '2026-03-03T22:00:00Z'] }),
  ).toMatchObject({
    brokenNights: 2,
  })
  // What both schedules had counts once, by the one that began first.
  const both = [
    { ...day, to: '2026-03-03T14:00:00Z' },
    { ...overThere, from: '2026-03-03T10:00:00Z' },
  ]
  expect(hours({ shifts: both })).toMatchObject({ night: 0, weekday: 12 })
})

test('a night is broken once, however often, and belongs to its evening', () => {
  const pages = [
    '2026-03-02T21:30:00Z',
    '2026-03-03T01:00:00Z',
    '2026-03-03T04:59:59Z',
    '2026-03-03T05:00:00Z',
    '2026-03-03T21:00:00Z',
  ]
  expect(loadOf({ ...week, pages })).toMatchObject({ pages: 5, brokenNights: 2 })
})

test('every minute counts once, in any zone, for any shifts', () => {
  const at = fc.integer({ min: 0, max: 400 * 24 * 60 }).map(minute => Date.UTC(2026, 0, 1) + minute * 60_000)
  const span = fc.tuple(at, fc.integer({ min: 1, max: 20_000 })).map(([ms, minutes]) => ({
    from: new Date(ms).toISOString(),
    to: new Date(ms + minutes * 60_000).toISOString(),
  }))
  const zone = fc.constantFrom('UTC', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu')
  fc.assert(
    fc.property(zone, fc.array(span, { maxLength: 4 }), fc.array(span, { maxLength: 3 }), (where, shifts, holidays) => {
      const { minutes } = loadOf({ zone: where, shifts, holidays, pages: [] })
      const covered = new Set<number>()
      for (const { from, to } of shifts)
        for (let ms = Date.parse(from); ms < Date.parse(to); ms += 60_000) covered.add(ms)
      expect(Object.values(minutes).reduce((sum, some) => sum + some, 0)).toBe(covered.size)
    }),
    { numRuns: 15 },
  )
})
