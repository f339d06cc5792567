import { expect, test } from 'vitest'
import { makePresence } from './presence.ts'

function atTheDoor() {
  const clock = { ms: 1_000_000 }
  const presence = makePresence(() => clock.ms)
  const told: number[] = []
  presence.onChange('inc', () => told.push(clock.ms))
  return { clock, presence, told }
}

test('ten seconds after the last answer nobody waits for a keyboard any more; the room keeps a name for a minute', () => {
  const { clock, presence } = atTheDoor()
  const ends = presence.connected('ana')
  expect([...presence.beating()]).toEqual(['ana'])
  ends()
  clock.ms += 9_000
  expect([...presence.beating()]).toEqual(['ana'])
  clock.ms += 2_000
  expect([[...presence.beating()], [...presence.seen()]]).toEqual([[], ['ana']])
  expect(presence.gone()).toEqual([{ id: 'ana', forMs: 11_000 }])
})

test('a line that is dead without saying so is told to the room, and its keyboard is free after ten seconds all the same', () => {
  const { clock, presence, told } = atTheDoor()
  presence.connected('ana')
  presence.asked('ana')
  presence.answered('ana')
  clock.ms += 60_000
  expect([...presence.beating()]).toEqual(['ana'])
  for (let asked = 0; asked < 4; asked++) {
    presence.asked('ana')
    clock.ms += 3_000
  }
  expect([[...presence.beating()], presence.gone(), told]).toEqual([
    [],
    [{ id: 'ana', forMs: 12_000 }],
    [clock.ms - 6_000],
  ])
  presence.answered('ana')
  expect([[...presence.beating()], presence.gone(), told.length]).toEqual([['ana'], [], 2])
})
