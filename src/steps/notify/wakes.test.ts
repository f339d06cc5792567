import { expect, it } from 'vitest'
import { channelWakes, lastResort, reachOf } from './wakes.ts'

it('somebody whom nothing can page is told so, and what to do', () => {
  expect(reachOf([])).toEqual({
    wakes: 'no',
    channels: [],
    trouble: 'Nothing can page you yet: no channel is set up. Ring your phone first.',
  })
})

it('somebody who is paged only by what wakes nobody is told so', () => {
  expect(reachOf(['mail']).trouble).toBe(
    'You are paged only by mail, and that wakes nobody. Add ntfy or Telegram on your phone.',
  )
  expect(reachOf(['carrier pigeon']).wakes).toBe('no')
})

it('where something may wake them, only what is left at the end is named', () => {
  const reach = reachOf(['ntfy', 'mail'])
  expect([reach.wakes, reach.trouble]).toEqual(['maybe', undefined])
  expect(lastResort(reach)).toBe('When nothing else gets through, mail is what is left, and that wakes nobody.')
  expect(lastResort(reachOf(['ntfy', 'telegram']))).toBeUndefined()
  expect(lastResort(reachOf(['mail']))).toBeUndefined()
})

it('no channel promises what a phone decides', () => {
  expect(Object.values(channelWakes).map(one => one.wakes)).not.toContain('yes')
})
