import { expect, test } from 'vitest'
import { allowance } from './allowance.ts'

test('so much at once, then as much as time gives, and never more saved up than that', () => {
  const { left } = allowance(1_000, 10)
  expect(left(500, 0), 'what was there before it began').toBe(1_000)
  expect(left(1_400, 0)).toBe(100)
  expect(left(1_600, 0)).toBe(-100)
  expect(left(1_600, 20_000)).toBe(100)
  expect(left(1_600, 10_000_000)).toBe(1_000)
})
