import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { until } from '../../test/harness.ts'
import type { CallMessage, Delivery } from '../steps/notify/channel.ts'
import { openPool } from '../store/db.ts'
import { databaseClock } from './clock.ts'
import type { Desk } from './desk.ts'
import { startFallback } from './fallback.ts'
import { startNodes } from './nodes.ts'
import { oneVoice } from './one-voice.ts'
import { savingOf } from './saving.ts'

const minute = 60_000
const why = 'no canary alert came through'
const said: string[] = []
let answer: Delivery = { outcome: 'delivered', answer: '200' }
const takes = {
  says: 'the operators',
  async deliver({ headline, lines }: CallMessage): Promise<Delivery> {
    said.push([headline, ...lines].join('\n'))
    return answer
  },
}
const heard = () => said.splice(0).map(one => one.split('\n')[0])
let database: FreshDatabase
let all: ReturnType<typeof node>[]

/** What of a node has to do with the way of last resort, on the one database. */
function node(name: string) {
  const db = openPool(database.config)
  const clock = databaseClock()
  const desk = { db, clock, node: randomUUID(), log: { info() {}, error() {} } } as unknown as Desk
  const nodes = startNodes(desk, { name, version: '0.1.0', address: `${name}:7070`, isAlone: false })
  let isRed = false
  const promise = () => ({ ok: !isRed, why: isRed ? [why] : [], late: [], nodes: [], notes: [] })
  const url = () => 'https://fireline.example.org'
  const fallback = startFallback(takes, {
    health: { promise },
    clock,
    log: desk.log,
    voice: oneVoice(desk, () => nodes),
    url,
  })
  const knows = async () => {
    const rows = 'select 1 from node_seen where id = $1 and seen_at >= $2'
    const at = clock.now()
    nodes.soon()
    if (!db.ended)
      await until(async () => (await db.query(rows, [desk.node, at])).rowCount === 1, `${name} to tell of itself`)
  }
  return {
    name,
    nodes,
    fallback,
    turns: (red: boolean) => void (isRed = red),
    passes: (ms: number) => clock.advance(ms),
    knows,
    losesItsDatabase: () => db.end(),
    async stop() {
      fallback.stop()
      await savingOf(desk).stop()
      if (db.ended) return
      await nodes.stop()
      await db.end()
    },
  }
}

/** A node that told nothing of itself for longer has vanished. */
const most = 30_000

/** Time goes by for each: it looks, tells the others, and what it owes is said. */
async function passes(ms: number): Promise<void> {
  if (ms > most) await passes(ms - most)
  for (const one of all) one.passes(Math.min(ms, most))
  for (const one of all) one.fallback.look()
  await Promise.all(all.map(one => one.knows()))
}

const untilSaid = (count: number) => until(() => said.length >= count, 'the operators to hear it')

beforeAll(async () => {
  database = await freshDatabase()
  all = ['ber', 'fra', 'muc'].map(node)
  for (const one of all) one.passes(2 * minute)
  // All tell of themselves, then all hear of it.
  await passes(5_000)
  await passes(5_000)
})
afterAll(async () => {
  await Promise.all(all.map(one => one.stop()))
  await database.drop()
})

it('three nodes that cannot promise that pages leave are one message, and one when the last of them is well', async () => {
  for (const one of all) one.turns(true)
  await passes(5_000)
  await untilSaid(1)
  await passes(5_000)
  const [red, ...more] = heard()
  expect(red).toMatch(/^Fireline cannot promise that pages leave \(node (ber|fra|muc)\)$/)
  expect(more).toEqual([])

  for (const one of all.slice(1)) one.turns(false)
  await passes(5_000)
  await passes(minute)
  await passes(5_000)
  expect(heard()).toEqual([])
  all[0]?.turns(false)
  await passes(5_000)
  await passes(minute)
  await untilSaid(1)
  await passes(5_000)
  await passes(5_000)
  const over = heard()
  expect(over).toHaveLength(1)
  expect(over[0]).toMatch(/^Fireline is well again: pages leave \(node (ber|fra|muc)\)$/)
})

it('what a receiver does not take from one node is said by another, if that one does not come to it', async () => {
  answer = { outcome: 'retry', answer: '503' }
  for (const one of all.slice(0, 2)) one.turns(true)
  await passes(5_000)
  await untilSaid(1)
  expect(heard()).toHaveLength(1)
  answer = { outcome: 'delivered', answer: '200' }
  await passes(2 * minute)
  await untilSaid(1)
  await passes(5_000)
  for (const one of all) one.turns(false)
  await passes(5_000)
  await passes(minute)
  await passes(5_000)
  await until(() => said.at(-1)?.startsWith('Fireline is well again'), 'the end of it')
  heard()
})

it('each node that sees the database gone says so for itself, with its name', async () => {
  const [ber, fra] = all
  await Promise.all([ber?.losesItsDatabase(), fra?.losesItsDatabase()])
  for (const one of [ber, fra]) one?.turns(true)
  await passes(5_000)
  await untilSaid(2)
  expect(said.every(one => one.includes('The database does not answer this node'))).toBe(true)
  const by = (name: string) => `Fireline cannot promise that pages leave (node ${name})`
  expect(new Set(heard())).toEqual(new Set([by('ber'), by('fra')]))
})
