import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWorld, type World } from '../../test/harness.ts'
import { fireline } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'
import { inTransaction } from './db.ts'
import { readHead } from './head.ts'
import { noteMoved } from './room-activity.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

it('knows when whoever has it last did something there, and the policy as it is written now', async () => {
  const { desk } = world.fireline
  const ana = await world.person('Ana')
  const ben = await world.person('Ben')
  const made = await ana.post<{ id: string }>('/api/v1/incidents', { title: 'Shop is slow', severity: 'sev2' })
  const at = `/api/v1/incidents/${made.body.id}`
  const known = async () => {
    const is = (await readHead(desk.db, made.body.id)) as Incident
    const ask = { id: is.id, by: fireline, at: desk.clock.at(), body: {} }
    return inTransaction(desk.db, async tx => ({
      is,
      lastMoved: await desk.loaders.lastMoved(tx, is, ask),
      policySpec: await desk.loaders.policySpec(tx, is, ask),
    }))
  }
  expect((await known()).lastMoved).toBeUndefined()
  await ana.post(`${at}/acknowledge`)
  const { is, lastMoved } = await known()
  expect(lastMoved).toBe(is.acknowledgedAt)
  world.advance(60_000)
  await ben.post(`${at}/post-update`, { text: 'I look too', audience: 'responders' })
  expect((await known()).lastMoved).toBe(lastMoved)
  world.advance(60_000)
  await ana.post(`${at}/post-update`, { text: 'It is the cache', audience: 'responders' })
  const moved = await known()
  expect(moved.lastMoved).toBe(moved.is.updates.at(-1)?.at)
  world.advance(60_000)
  const typedAt = desk.clock.at()
  await noteMoved(desk.db, made.body.id, ana.id, typedAt)
  await noteMoved(desk.db, made.body.id, ana.id, moved.lastMoved ?? '')
  await noteMoved(desk.db, made.body.id, ben.id, '2099-01-01T00:00:00.000Z')
  expect((await known()).lastMoved).toBe(typedAt)
  world.advance(60_000)
  await ana.post(`${at}/snooze`, { untilAt: new Date(desk.clock.now().getTime() + 600_000).toISOString() })
  expect((await known()).lastMoved).toBeUndefined()
  expect(moved.policySpec).toEqual({
    slug: 'default',
    zone: 'UTC',
    steps: [{ afterMs: 0, notify: [{ person: ana.id }] }],
    repeat: 0,
    repeatAfterMs: 300_000,
  })
})
