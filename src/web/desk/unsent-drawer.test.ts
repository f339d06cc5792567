import { expect, it } from 'vitest'
import type { Unsent } from './unsent.ts'
import { forgetUnsent, hasRoom, isTooOld, keptFor, readKept } from './unsent-drawer.ts'

const now = new Date()
const hoursAgo = (hours: number): string => new Date(now.getTime() - hours * 3_600_000).toISOString()
const written = (at: string): Unsent => ({
  key: `k ${at}`,
  command: 'post-update',
  body: { text: 'Carts are empty' },
  at,
})

it('keeps what one person wrote in one incident apart from all others, for seven days', () => {
  const storage = browserStorage()
  keptFor('ana', 'one', storage).write([written(hoursAgo(1)), written(hoursAgo(8 * 24))])
  keptFor('ana', 'two', storage).write([written(hoursAgo(9 * 24))])
  expect(readKept(keptFor('ana', 'one', storage)).map(one => one.at)).toEqual([hoursAgo(1)])
  expect(readKept(keptFor('ben', 'one', storage))).toEqual([])
  expect(storage.length, 'a drawer with nothing but old things is gone').toBe(1)
})

it('leaves nothing behind after signing out, and touches nothing that is not its own', () => {
  const storage = browserStorage()
  storage.setItem('fireline.letters', 'off')
  keptFor('ana', 'one', storage).write([written(hoursAgo(1))])
  forgetUnsent(storage)
  expect(storage.key(0)).toBe('fireline.letters')
  expect(storage.length).toBe(1)
})

it('sends by itself only what the server still knows the key of', () => {
  expect([isTooOld(written(hoursAgo(22)), now), isTooOld(written(hoursAgo(24)), now)]).toEqual([false, true])
})

it('takes no more when it is full, and drops nothing', () => {
  const hundred = Array.from({ length: 100 }, () => written(hoursAgo(1)))
  expect(hasRoom(hundred.slice(1), written(hoursAgo(0)))).toBe(true)
  expect(hasRoom(hundred, written(hoursAgo(0)))).toBe(false)
  expect(hasRoom([], { ...written(hoursAgo(0)), body: { text: 'x'.repeat(1_000_001) } })).toBe(false)
})

it('still has it until the page is left where a browser keeps nothing, and reads nothing from what is broken', () => {
  const full = browserStorage()
  full.setItem = () => {
    throw new Error('no room')
  }
  const drawer = keptFor('ana', 'one', full)
  drawer.write([written(hoursAgo(1))])
  expect(drawer.holds()).toBe(false)
  expect(readKept({ read: () => '{"not": "a list"' })).toEqual([])
})

function browserStorage(): Storage {
  const held = new Map<string, string>()
  return {
    get length() {
      return held.size
    },
    key: i => [...held.keys()][i] ?? null,
    getItem: name => held.get(name) ?? null,
    setItem: (name, value) => void held.set(name, value),
    removeItem: name => void held.delete(name),
    clear: () => held.clear(),
  }
}
