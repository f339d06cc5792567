import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inSight, leastType, typeFor, usualType } from './letterbox.ts'

/** Near enough a fixed-width face: 0.6 wide, 1.2 high. */
const screen = (cols: number, rows: number) => (type: number) => ({
  width: cols * 0.6 * type,
  height: rows * 1.2 * type,
})

test('a whole screen is seen, drawn smaller where the window is, and no larger than usual', () => {
  expect(typeFor({ width: 1_400, height: 800 }, screen(80, 24))).toBe(usualType)
  expect(typeFor({ width: 700, height: 400 }, screen(100, 30))).toBe(11)
  // A phone in portrait: smaller could not be read.
  expect(typeFor({ width: 374, height: 264 }, screen(96, 24))).toBe(leastType)
})

test('whatever the window, the screen fits in it or the type is the least', () => {
  const size = fc.integer({ min: 1, max: 1_000 })
  fc.assert(
    fc.property(size, size, size, size, (width, height, cols, rows) => {
      const type = typeFor({ width, height }, screen(cols, rows))
      const drawn = screen(cols, rows)(type)
      expect(type === leastType || (drawn.width <= width && drawn.height <= height)).toBe(true)
      expect(type).toBeGreaterThanOrEqual(leastType)
    }),
    { numRuns: 100 },
  )
})

test('what is in sight moves nothing; what is not is brought into sight, the beginning first', () => {
  expect(inSight(40, 300, 100, 110)).toBe(40)
  expect(inSight(0, 300, 420, 430)).toBe(130)
  expect(inSight(130, 300, 0, 10)).toBe(0)
  expect(inSight(400, 300, 350, 360)).toBe(60)
})
