import { expect, it } from 'vitest'
import { type HostFile, nothingAllowed } from './host-file.ts'
import { hostWishes } from './host-wishes.ts'
import { runBounded } from './run-bounded.ts'

const until = new AbortController().signal
const wish = { type: 'run-check', wish: '01999999-0000-7000-8000-000000000000', check: 'disk' } as const
const here = { host: 'db-1', root: 0, state: '', url: '' }

it('the file is asked at each wish, and a wish that nobody built is refused', async () => {
  let file: HostFile = { ...nothingAllowed, level: 2 }
  const does = { 'run-check': { level: 2 as const, does: async () => ({ type: 'did' as const, shown: 'ok', ms: 0 }) } }
  const answer = hostWishes(does, () => file, here)
  expect(await answer(wish, until)).toMatchObject({ type: 'did', wish: wish.wish })
  file = { ...file, level: 1 }
  expect(await answer(wish, until)).toMatchObject({ type: 'no', code: 'not-allowed' })
  const look = { type: 'look', wish: wish.wish, log: 'shop', from: '', to: '' } as const
  expect(await answer(look, until)).toMatchObject({ type: 'no', code: 'not-allowed' })
})

it('a server that wishes for too much is told so: four at once, sixty a minute', async () => {
  let now = 0
  const gate = Promise.withResolvers<void>()
  const does = {
    'run-check': {
      level: 2 as const,
      does: async () => gate.promise.then(() => ({ type: 'did' as const, shown: '', ms: 0 })),
    },
  }
  const answer = hostWishes(
    does,
    () => ({ ...nothingAllowed, level: 2 }),
    here,
    () => now,
  )
  const asked = Array.from({ length: 100 }, () => answer(wish, until))
  gate.resolve()
  const count = (answers: { type: string }[]) => answers.filter(one => one.type === 'did').length
  expect(count(await Promise.all(asked))).toBe(4)
  const later: { type: string }[] = []
  for (let n = 0; n < 100; n++) later.push(await answer(wish, until))
  expect(count(later)).toBe(56)
  now += 60_001
  expect(await answer(wish, until)).toMatchObject({ type: 'did' })
})

it('what runs too long, prints too much or is switched off is ended, with all that it started', async () => {
  const slow = await runBounded(['/bin/sh', '-c', 'sleep 60 & sleep 60'], { until, withinMs: 100 })
  expect(slow).toMatchObject({ type: 'did', ended: 'time' })
  const loud = await runBounded(['/bin/sh', '-c', 'yes long | head -c 3000000; echo the end'], { until })
  if (loud.type !== 'did') throw new Error('it was not run')
  expect(loud.shown.length).toBeLessThanOrEqual(64 * 1024)
  expect(loud.shown).toMatch(/^long\n[\s\S]*left out[\s\S]*the end\n$/)
  const off = new AbortController()
  const ended = runBounded(['/bin/sh', '-c', 'sleep 60'], { until: off.signal })
  off.abort()
  expect(await ended).toMatchObject({ type: 'did', ended: 'signal' })
})
