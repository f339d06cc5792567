import { expect, it } from 'vitest'
import { receivers } from './receivers.ts'

it('a receiver that lets eight wait is not waited for by a ninth, the others are reached, and it is again when it answers', async () => {
  let now = 0
  const those = receivers(() => now)
  const silent = Promise.withResolvers<string>()
  const waiting = Array.from({ length: 8 }, () => those.reach('silent.example', () => silent.promise))
  expect(await those.reach('silent.example', async () => 'a moment later')).toBe('a moment later')
  now += 4_000
  await expect(those.reach('silent.example', async () => 'never')).rejects.toThrow(
    'silent.example does not answer: 8 messages wait for it. This one was not sent.',
  )
  expect(await those.reach('other.example', async () => 'there')).toBe('there')
  silent.resolve('at last')
  await Promise.all(waiting)
  expect(await those.reach('silent.example', async () => 'back')).toBe('back')
})
