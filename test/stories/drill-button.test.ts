import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DrillRun } from '../../src/api/drill-run.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'

let world: World
let mia: Caller
beforeAll(async () => {
  world = await startWorld()
  mia = await world.person('Mia', 'responder', 'mia@example.org')
})
afterAll(() => world.stop())

const drills = async () => (await mia.get<{ drills: DrillRun[] }>('/api/v1/drills')).body.drills
const wish = { fault: 'bad-deploy', fast: true }

test('a drill is started by who may respond, and only one that there is', async () => {
  const vera = await world.person('Vera', 'viewer')
  expect((await vera.post('/api/v1/drills', wish)).status).toBe(403)
  const quake = await mia.post<{ error: { path: string } }>('/api/v1/drills', { fault: 'quake' })
  expect([quake.status, quake.body.error.path]).toEqual([400, 'fault'])
  expect((await mia.delete('/api/v1/drills/none')).status).toBe(404)
})

test('a service of the same name that is somebody’s own is left alone, and the drill says so', async () => {
  await world.admin.put('/api/v1/services/shop', { name: 'Our shop' })
  await mia.post('/api/v1/drills', wish)
  const failed = await until(async () => (await drills()).find(one => one.state === 'failed'), 'the no', 30_000)
  expect(failed.reason).toContain('There is a service "shop" here that is no drill\'s')
  const { body } = await world.admin.get<{ name: string }>('/api/v1/services/shop')
  expect(body.name).toBe('Our shop')
}, 60_000)
