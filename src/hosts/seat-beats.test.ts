import { expect, test } from 'vitest'
import { isThere } from './seat-beats.ts'

const at = (s: number) => new Date(1_000_000_000_000 + s * 1_000)
const since = (s: number, seen?: number) => ({
  person: 'ana',
  since: at(s).toISOString(),
  ...(seen !== undefined && { seenAt: at(seen).toISOString() }),
})
/** At second 100, at a node that has heard the others for long. */
const ear = { now: at(100).getTime(), forMs: 10_000, deafUntil: at(0).getTime(), areOthers: true, heardHere: undefined }

test('who answers at another node is there; ten seconds and a beat after their last answer they are not', () => {
  expect([isThere(since(10, 98), ear), isThere(since(10, 88), ear), isThere(since(10, 86), ear)]).toEqual([
    true,
    true,
    false,
  ])
})

test('a node that heard nothing for a while, or has just started, concludes nothing from it', () => {
  const thawed = { ...ear, deafUntil: at(95).getTime() }
  expect([isThere(since(10, 40), thawed), isThere(since(10), thawed)]).toEqual([true, true])
  expect(isThere(since(10, 40), { ...ear, deafUntil: Number.POSITIVE_INFINITY })).toBe(true)
  expect(isThere(since(10, 40), { ...ear, deafUntil: at(86).getTime() })).toBe(false)
})

test('who was just given a keyboard may have their line elsewhere; at the only node there is it would be known', () => {
  expect(isThere(since(95), ear)).toBe(true)
  expect(isThere(since(86), ear)).toBe(false)
  expect(isThere(since(95), { ...ear, areOthers: false })).toBe(false)
})

test('what this node wrote itself is not news: who was last heard here is gone after exactly ten seconds', () => {
  const heardHere = at(89).getTime()
  expect(isThere(since(10, 89), { ...ear, heardHere })).toBe(false)
  expect(isThere(since(10, 97), { ...ear, heardHere })).toBe(true)
})
