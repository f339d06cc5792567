import { expect, test } from 'vitest'
import { givingBack } from './give-back.ts'

const mebibyte = 1024 * 1024

test('what a storm took is given back once, when it was quiet twice in a row', async () => {
  const now = { quiet: true, heap: 100 * mebibyte, collected: 0 }
  const look = givingBack(
    () => now.quiet,
    () => now.heap,
    async () => {
      now.collected += 1
      now.heap = 120 * mebibyte
    },
  )
  await look()
  await look()
  expect(now.collected).toBe(0)
  Object.assign(now, { quiet: false, heap: 300 * mebibyte })
  await look()
  now.quiet = true
  await look()
  expect(now.collected).toBe(0)
  await look()
  expect(now.collected).toBe(1)
  await look()
  await look()
  expect(now.collected).toBe(1)
})

test('the memory of this very process shrinks by it', async () => {
  let held: string[] | undefined = Array.from({ length: 400_000 }, (_, n) =>
    `something ${n} that takes room in the heap`.repeat(8),
  )
  const look = givingBack(() => true)
  const before = process.memoryUsage().heapUsed
  expect(held.length).toBe(400_000)
  held = undefined
  const forced = givingBack(
    () => true,
    (
      values => () =>
        values.shift() ?? 0
    )([0, 200 * mebibyte]),
  )
  await look()
  await forced()
  await forced()
  expect(process.memoryUsage().heapUsed).toBeLessThan(before - 50 * mebibyte)
})
