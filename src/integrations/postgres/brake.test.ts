import { spawn } from 'node:child_process'
import { expect, it } from 'vitest'
import { until } from '../../../test/harness.ts'
import { braked, endWithUs, restAfter, shareAfter } from './brake.ts'

const going = new AbortController().signal

it('gives way by half while answers take more than twice as long as at first, and comes back bit by bit', () => {
  expect([shareAfter(1, 4, 8), shareAfter(1, 4, 8.1), shareAfter(0.5, 4, 90)]).toEqual([1, 0.5, 0.25])
  expect(shareAfter(1 / 8, 4, 90)).toBe(1 / 8)
  expect([shareAfter(0.5, 4, 4), shareAfter(0.9, 4, 4)]).toEqual([0.625, 1])
  // Twice of next to nothing is nothing that anybody feels.
  expect(shareAfter(1, 0.2, 1.9)).toBe(1)
})

it('rests so that the share is kept, and never for long enough to be taken for gone', () => {
  expect([restAfter(100, 1), restAfter(100, 0.5), restAfter(100, 0.25)]).toEqual([0, 100, 300])
  expect(restAfter(60_000, 0.125)).toBe(5_000)
})

it('a database that no longer answers is one in trouble: what is copied gently gives way', async () => {
  const task = { backup: 'b', touches: ['pg:shop'], folder: '/', url: 'postgres://shop@127.0.0.1:1/shop' }
  const isGentle = await braked({ ...task, pace: 'gentle' }, going, async brake => {
    await until(() => brake.share() === 1 / 8, 'the least share', 20_000)
    return brake.isGentle
  })
  expect(isGentle).toBe(true)
  expect(await braked(task, going, async brake => [brake.isGentle, brake.share()])).toEqual([false, 1])
})

it('a program that was held by a Fireline that is gone ends, and does not stand still with a snapshot of the source for good', async () => {
  const held = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' })
  const ended = new Promise(resolve => held.once('exit', (_, signal) => resolve(signal)))
  process.kill(-(held.pid ?? 0), 'SIGSTOP')
  // What its end of the pipe sees of our death.
  endWithUs(held.pid ?? 0).stdin?.destroy()
  expect(await ended).toBe('SIGTERM')
})
