import { expect, it } from 'vitest'
import type { Entry } from '../../incident/entry.ts'
import { missedBetween } from './use-last-look.ts'

const at = (second: number) => `2026-01-31T02:00:${String(second).padStart(2, '0')}.000Z`
const entries = [0, 10, 20, 30, 40].map((second, i) => ({ seq: i + 1, at: at(second) }) as Entry)

it('what came between two looks is counted when the line brings it, and what comes while one looks is not', () => {
  const look = { after: 2, at: at(35) }
  expect(missedBetween(entries.slice(0, 2), look)).toBeUndefined()
  expect(missedBetween(entries.slice(0, 4), look)).toEqual({ after: 2, count: 2 })
  expect(missedBetween(entries, look)).toEqual({ after: 2, count: 2 })
})

it('nothing is said when nothing came', () => {
  expect(missedBetween(entries, { after: 5, at: at(59) })).toBeUndefined()
})
