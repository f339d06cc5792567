import { expect, it } from 'vitest'
import type { CopyStep } from '../../incident/prints.ts'
import { progressOf } from './progress.ts'

const copied = (done: number, of?: number): CopyStep => ({ phase: 'copy', done, unit: 'bytes', ...(of && { of }) })

it('before anything was heard nothing is said', () => {
  expect(progressOf(0).now(1_000)).toBeUndefined()
})

it('the rate is that of the last seconds, so a copy that stands still slows down and is not called fast', () => {
  const progress = progressOf(0)
  for (let s = 0; s <= 20; s++) progress.hear(copied(s * 1_000), s * 1_000)
  expect(progress.now(20_000)?.perSecond).toBe(1_000)
  for (let s = 21; s <= 40; s++) progress.hear(copied(20_000), s * 1_000)
  expect(progress.now(40_000)).toEqual(copied(20_000))
})

it('each part has a rate of its own: rows compared are no bytes copied', () => {
  const progress = progressOf(0)
  progress.hear(copied(0), 0)
  progress.hear(copied(5_000), 1_000)
  progress.hear({ phase: 'compare', done: 10, unit: 'rows' }, 1_100)
  expect(progress.now(1_200)).toEqual({ phase: 'compare', done: 10, unit: 'rows' })
})

it('the time left is that of the last time, and at least what this part still needs', () => {
  const progress = progressOf(0, 60_000)
  progress.hear(copied(0, 10_000), 0)
  progress.hear(copied(1_000, 10_000), 10_000)
  expect(progress.now(10_000)).toMatchObject({ perSecond: 100, leftMs: 90_000 })
  progress.hear({ phase: 'compare', done: 1, unit: 'rows' }, 50_000)
  expect(progress.now(50_000)?.leftMs).toBe(10_000)
})

it('a first copy promises no end, and one that takes longer than ever neither', () => {
  const [first, late] = [progressOf(0), progressOf(0, 5_000)]
  for (const one of [first, late]) one.hear(copied(100), 9_000)
  expect([first.now(9_000)?.leftMs, late.now(9_000)?.leftMs]).toEqual([undefined, undefined])
})
