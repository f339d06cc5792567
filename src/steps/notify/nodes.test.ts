import { expect, test } from 'vitest'
import { type NodeSeen, nodeSays, nodesNow } from './nodes.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 2, 2, 2, 0, seconds)).toISOString()
const node = (id: string, more: Partial<NodeSeen> = {}): NodeSeen => ({
  id,
  name: id,
  version: '0.1.0',
  address: `${id}:7070`,
  startedAt: at(0),
  seenAt: at(100),
  ...more,
})
const said = (seen: NodeSeen[], now = at(100)) => nodesNow(seen, 'a', now).map(({ id, is }) => `${id} ${is}`)

test('a node that told nothing of itself for a minute vanished; who asks is up', () => {
  expect(said([node('b', { seenAt: at(40) }), node('a', { seenAt: at(0) })])).toEqual(['a up', 'b up'])
  expect(said([node('a'), node('b', { seenAt: at(39) })])).toEqual(['a up', 'b vanished'])
})

test('a node that said good-bye is not missed', () => {
  expect(said([node('a'), node('b', { seenAt: at(10), leftAt: at(10) })])).toEqual(['a up'])
})

test('a node that was killed and is back under its name is not missed, nor is one after a day', () => {
  const killed = node('b', { seenAt: at(10) })
  expect(said([node('a'), killed, node('c', { name: 'b', startedAt: at(20) })])).toEqual(['a up', 'c up'])
  expect(said([node('a'), killed], at(10 + 86_400))).toEqual(['a up', 'b vanished'])
  expect(said([node('a'), killed], at(11 + 86_400))).toEqual(['a up'])
})

test('two that go by one name are two', () => {
  const twin = node('b', { name: 'a', startedAt: at(20) })
  expect(said([node('a'), twin])).toEqual(['a up', 'b up'])
})

test('what is said of it has the way forward', () => {
  const [, gone] = nodesNow([node('a'), node('b', { seenAt: at(0) })], 'a', at(180))
  expect(gone && nodeSays.vanished(gone, at(180))).toBe(
    'node b vanished 3 min ago without a good-bye: the others page on, look after it',
  )
})
