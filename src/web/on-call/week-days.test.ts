import { expect, test } from 'vitest'
import { daysLater, dayText, mondayIn, mondayOf, shareOf, weekNumber } from './week-days.ts'

test('a week begins on Monday and has the number that calendars give it', () => {
  expect(dayText(mondayOf(new Date(2025, 10, 12, 9, 31)))).toBe('2025-11-10')
  expect(dayText(mondayOf(new Date(2025, 10, 16, 23, 59)))).toBe('2025-11-10')
  expect(weekNumber(new Date(2025, 10, 10))).toBe(46)
  // The first days of 2027 still belong to the last week of 2026.
  expect(weekNumber(mondayOf(new Date(2027, 0, 1)))).toBe(53)
  expect(weekNumber(mondayOf(new Date(2026, 0, 1)))).toBe(1)
})

test('an address names any day of its week, and nonsense means this one', () => {
  const now = new Date(2025, 10, 12)
  expect(dayText(mondayIn('week=2025-11-20', now))).toBe('2025-11-17')
  expect(dayText(mondayIn('week=soon', now))).toBe('2025-11-10')
})

test('a moment lies where it is between the begin and the end of the week, and never outside', () => {
  const [from, to] = [new Date(2025, 10, 10), daysLater(new Date(2025, 10, 10), 7)]
  expect(shareOf(new Date(2025, 10, 13, 12).toISOString(), from, to)).toBe(0.5)
  expect(shareOf(new Date(2025, 10, 1).toISOString(), from, to)).toBe(0)
  expect(shareOf(new Date(2025, 11, 1).toISOString(), from, to)).toBe(1)
})
