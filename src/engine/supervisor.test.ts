import { expect, test } from 'vitest'
import type { Performers } from './perform.ts'
import { isStuck, noting, progress } from './supervisor.ts'

const found = { late: [], incidents: 1, overdue: 3, agoMs: 4_000 }

test('a process that lives and does nothing for a minute while work is due is stuck', () => {
  expect(isStuck(found, 61_000)).toBe(true)
  expect(isStuck(found, 59_000)).toBe(false)
})

test('it is not stuck when nothing is due, and nobody can tell while the database does not answer', () => {
  expect(isStuck({ ...found, overdue: 0 }, 600_000)).toBe(false)
  expect(isStuck({ ...found, agoMs: 31_000 }, 600_000)).toBe(false)
  expect(isStuck({ late: [], incidents: 0, overdue: 0 }, 600_000)).toBe(false)
})

test('whatever ends is progress, also what failed', async () => {
  let now = 0
  const made = progress(() => now)
  const performers = noting(
    {
      call: async () => ({ outcome: 'delivered', answer: '' }),
      canary: async () => Promise.reject(new Error('no')),
    } as unknown as Performers,
    made.made,
  )
  now = 90_000
  expect(made.lastMs()).toBe(90_000)
  await performers.call(undefined as never, undefined as never, undefined as never)
  expect(made.lastMs()).toBe(0)
  now = 120_000
  await performers.canary(undefined as never, undefined as never, undefined as never).catch(() => {})
  expect(made.lastMs()).toBe(0)
})
