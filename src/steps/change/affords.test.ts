import { expect, it } from 'vitest'
import { affords } from './affords.ts'

const minutes = (n: number) => n * 60_000
const long = {
  ms: minutes(41),
  level: 'L3',
  phases: { 'copy-taken': minutes(5), 'copy-proven': minutes(40), 'copy-sealed': minutes(41) },
} as const

it('what fits is afforded, with its time', () => {
  expect(affords({ ...long, ms: 41_000 })).toEqual({ level: 'L3', says: 'L3 takes 41 s.' })
  expect(affords(long, 45).level).toBe('L3')
})

it('what takes too long falls to the copy without its restore, and both times are said', () => {
  expect(affords(long)).toEqual({
    level: 'L1',
    says: 'L3 takes 41 min, more than the 10 min that it may; the copy alone, L1, takes 6 min.',
  })
})

it('where the copy alone is too long as well, or was never measured, no level is promised', () => {
  expect(affords(long, 5)).toEqual({
    level: 'L0',
    says: 'L3 takes 41 min, more than the 5 min that it may; the copy alone, L1, takes also more, 6 min.',
  })
  expect(affords({ ...long, phases: {} })).toEqual({
    level: 'L0',
    says: 'L3 takes 41 min, more than the 10 min that it may.',
  })
})
