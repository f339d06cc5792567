import { expect, it } from 'vitest'
import { atPace } from './throttle.ts'

async function* chunks(count: number) {
  for (let i = 0; i < count; i++) yield Buffer.from([i])
}

/** Keeps a processor busy, as sealing does. */
function work(ms: number) {
  const until = performance.now() + ms
  while (performance.now() < until);
}

async function taken(pace: 'full' | 'gentle') {
  const begun = performance.now()
  let workedMs = 0
  const came: number[] = []
  for await (const some of atPace(chunks(4), pace)) {
    const since = performance.now()
    work(25)
    workedMs += performance.now() - since
    came.push(...some)
  }
  return { came, restedMs: performance.now() - begun - workedMs, workedMs }
}

it('at a gentle pace it rests as long as it works, and nothing is left out', async () => {
  const { came, restedMs, workedMs } = await taken('gentle')
  expect(came).toEqual([0, 1, 2, 3])
  expect(restedMs).toBeGreaterThan(workedMs / 2)
})

it('at full pace nothing is left out either', async () => {
  expect((await taken('full')).came).toEqual([0, 1, 2, 3])
})
