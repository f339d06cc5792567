import { expect, test } from 'vitest'
import { lateFrom, mayBeSilentMs } from './heartbeat.ts'

const minute = 60_000
const lastAt = '2026-01-31T02:00:00.000Z'
const long = '2026-01-01T00:00:00.000Z'

test('a heartbeat of ours is late after its interval and its grace', () => {
  const ours = { lastAt, everyMs: 10 * minute, graceMs: minute, gaps: 0, largestGapMs: 0 }
  expect(lateFrom(ours, long)).toBe('2026-01-31T02:11:00.000Z')
})

test("a monitoring's own is late after twice its largest gap, at least five minutes, once it was heard three times", () => {
  const learnt = (gaps: number, largestGapMs: number) => mayBeSilentMs({ lastAt, gaps, largestGapMs })
  expect([learnt(1, 30 * minute), learnt(2, minute), learnt(2, 30 * minute)]).toEqual([
    undefined,
    5 * minute,
    60 * minute,
  ])
})

test('after a time in which nobody listened, it has a whole interval again', () => {
  const ours = { lastAt, everyMs: 10 * minute, graceMs: 0, gaps: 0, largestGapMs: 0 }
  expect(lateFrom(ours, '2026-01-31T05:00:00.000Z')).toBe('2026-01-31T05:10:00.000Z')
})
