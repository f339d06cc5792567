import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readDuration, writtenDuration } from './duration.ts'

it('reads a length of time as people write it', () => {
  const read = ['90 s', '10min', '1.5 h', '2 Days', '1 day', '500 ms', '3 hours', '5 m'].map(readDuration)
  expect(read).toEqual([90_000, 600_000, 5_400_000, 172_800_000, 86_400_000, 500, 10_800_000, 300_000])
  expect(['', '10', 'soon', '-1 s', '1 year', '1e9 s'].map(readDuration)).toEqual(
    Array.from({ length: 6 }, () => undefined),
  )
})

it('what it writes it reads again', () => {
  expect([86_400_000, 90_000, 600_000, 1_500, 0].map(writtenDuration)).toEqual([
    '1 d',
    '90 s',
    '10 min',
    '1500 ms',
    '0 s',
  ])
  fc.assert(
    fc.property(fc.nat(999_999_999), ms => {
      expect(readDuration(writtenDuration(ms))).toBe(ms)
    }),
  )
})
