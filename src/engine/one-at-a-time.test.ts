import { expect, test } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

test('asked many times while it runs, it runs once more, never beside itself', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  let [runs, beside, most] = [0, 0, 0]
  const look = oneAtATime(async () => {
    runs += 1
    most = Math.max(most, ++beside)
    if (runs === 1) await promise
    beside -= 1
  })
  const first = look()
  await Promise.all([look(), look(), look()])
  resolve()
  await first
  expect([runs, most]).toEqual([2, 1])
})

test('a run that fails is told, and the next one runs', async () => {
  let runs = 0
  const look = oneAtATime(async () => {
    runs += 1
    if (runs === 1) throw new Error('the database is away')
  })
  await expect(look()).rejects.toThrow('away')
  await look()
  expect(runs).toBe(2)
})
