import { expect, test } from 'vitest'
import { LookFirst } from '../store/db.ts'
import { askedFirst } from './asked-first.ts'

/** As a transaction does: begin anew after each look. */
async function ask<V>(asked: () => V): Promise<V> {
  for (;;) {
    try {
      return asked()
    } catch (error) {
      if (!(error instanceof LookFirst)) throw error
      await error.look()
    }
  }
}

test('what is slow is asked outside, counts for ten seconds, and an error is no answer', async () => {
  let now = 0
  let times = 0
  const asked = askedFirst<number>(() => now)
  const one = () => asked('one', async () => (times += 1))
  expect(await Promise.all([ask(one), ask(one)])).toEqual([1, 1])
  now = 9_999
  expect(one()).toBe(1)
  now = 10_000
  expect(await ask(one)).toBe(2)
  expect(await ask(() => asked('two', () => Promise.reject(new Error('does not answer'))))).toBeUndefined()
})
