import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Caller, startWorld, until, type World } from '../../test/harness.ts'
import { ended, firing, sendingTo } from '../../test/sending.ts'

let world: World
let ana: Caller
beforeAll(async () => {
  world = await startWorld()
  ana = await world.person('Ana')
})
afterAll(() => world.stop())

const minuteMs = 60_000
const inMs = (ms: number) => new Date(world.fireline.desk.clock.now().getTime() + ms).toISOString()
const disk = [{ name: 'alertname', op: '=', value: 'DiskFull' }]

interface Made {
  id: string
  state: string
}
async function silence(body: object, ms = 30 * minuteMs): Promise<Made> {
  const made = await ana.post<Made>('/api/v1/silences', {
    reason: 'the disk is being replaced',
    endsAt: inMs(ms),
    ...body,
  })
  expect(made.status).toBe(201)
  return made.body
}

interface Entry {
  type: string
  data: Record<string, unknown>
}
const timeline = async (incident: string | undefined) =>
  (await ana.get<{ entries: Entry[] }>(`/api/v1/incidents/${incident}/timeline`)).body.entries

test('a silenced alert is kept and listed, its receipt says why and by which silence, and it comes in when that ends', async () => {
  const db = await sendingTo(world, 'db')
  const made = await silence({ service: 'db', matchers: disk })
  expect(made).toMatchObject({ state: 'active', kind: 'silence', createdBy: 'Ana' })
  const full = firing({ alertname: 'DiskFull', instance: 'db-1' })
  const [quiet] = await db.send(full)
  expect(quiet).toMatchObject({ outcome: 'suppressed', rule: 'silence', silence: made.id, status: 'firing' })
  expect(quiet?.why).toContain('by Ana: the disk is being replaced')
  expect(quiet?.incident).toBeUndefined()
  expect(await db.alerts()).toMatchObject([{ status: 'firing', suppressed: { rule: 'silence', by: made.id } }])
  expect(await db.send(firing({ alertname: 'Slow' }))).toMatchObject([{ outcome: 'created' }])
  const [again] = await db.send(full)
  expect(again).toMatchObject({ outcome: 'suppressed', silence: made.id })
  world.advance(30 * minuteMs + 1)
  const joined = await until(
    async () => (await db.alerts()).find(one => one.title.startsWith('DiskFull') && one.incident),
    'it came in',
  )
  expect(joined.suppressed).toBeUndefined()
  expect((await timeline(joined.incident)).map(entry => entry.type)).toContain('AlertsJoined')
  expect(await db.send(full)).toMatchObject([{ outcome: 'updated', incident: joined.incident }])
})

test('what recovered while it was silenced opens nothing afterwards', async () => {
  const web = await sendingTo(world, 'web')
  const made = await silence({ service: 'web' })
  await web.send(firing({ instance: 'a' }), firing({ instance: 'b' }))
  await web.send(ended({ instance: 'a' }))
  expect((await ana.delete<Made>(`/api/v1/silences/${made.id}`)).body).toMatchObject({ state: 'expired' })
  await until(async () => (await web.alerts()).some(alert => alert.incident), 'b came in')
  const opened = (await web.alerts()).map(
    ({ status, incident }) => `${status}, ${incident ? 'in an incident' : 'listed'}`,
  )
  expect(opened.toSorted((a, b) => a.localeCompare(b))).toEqual(['firing, in an incident', 'resolved, listed'])
})

test('what two silences cover comes in when the last of them ends', async () => {
  const two = await sendingTo(world, 'two')
  await silence({ service: 'two' }, 10 * minuteMs)
  await silence({ matchers: [{ name: 'service', op: '=', value: 'two' }] }, 20 * minuteMs)
  expect(await two.send(firing({}))).toMatchObject([{ outcome: 'suppressed' }])
  world.advance(10 * minuteMs + 1)
  await until(async () => (await ana.get('/api/v1/silences?state=expired')).status === 200, 'the first is over')
  expect(await two.send(firing({}))).toMatchObject([{ outcome: 'suppressed' }])
  world.advance(10 * minuteMs)
  await until(async () => (await two.alerts())[0]?.incident, 'it came in')
})

test('a silence over alerts of an open incident stands on its timeline, a coming one once it begins', async () => {
  const shop = await sendingTo(world, 'shop')
  const [opened] = await shop.send(firing({ instance: 'a' }), firing({ instance: 'b' }))
  const told = async () => (await timeline(opened?.incident)).filter(entry => entry.type === 'AlertsSilenced')
  const made = await silence({ service: 'shop', reason: 'known, ticket 7' })
  const [entry] = await until(async () => ((await told()).length > 0 ? told() : undefined), 'it is told')
  expect(entry?.data).toMatchObject({ silence: made.id, createdBy: 'Ana', reason: 'known, ticket 7', count: 2 })
  const window = { service: 'shop', kind: 'maintenance', reason: 'new disks', startsAt: inMs(5 * minuteMs) }
  expect(await silence(window)).toMatchObject({ state: 'pending' })
  world.advance(5 * minuteMs + 1)
  await until(async () => (await told()).length === 2, 'the window is told')
  expect((await told())[1]?.data).toMatchObject({ kind: 'maintenance' })
})

test('a silence needs a reason, an end and something that it covers; nothing of a wrong one is kept', async () => {
  const good = { matchers: disk, reason: 'why', endsAt: inMs(minuteMs) }
  const wrongs: [object, string][] = [
    [{ reason: ' ' }, 'reason'],
    [{ reason: undefined }, 'reason'],
    [{ endsAt: undefined }, 'endsAt'],
    [{ endsAt: inMs(-1) }, 'endsAt'],
    [{ endsAt: inMs(31 * 24 * 60 * minuteMs) }, 'endsAt'],
    [{ startsAt: inMs(2 * minuteMs) }, 'endsAt'],
    [{ matchers: [] }, 'matchers'],
    [{ matchers: [{ name: 'a', op: '=~', value: '.*' }] }, 'matchers'],
    [{ matchers: [{ name: 'a', op: '=~', value: '(' }] }, 'matchers.0.value'],
    [{ matchers: [{ name: '1a', op: '=', value: 'x' }] }, 'matchers.0.name'],
    [{ service: 'nobody-knows' }, 'service'],
    [{ kind: 'for ever' }, 'kind'],
  ]
  const before = (await ana.get<{ silences: Made[] }>('/api/v1/silences')).body.silences.length
  for (const [more, path] of wrongs) {
    const answer = await ana.post<{ error: { path: string } }>('/api/v1/silences', { ...good, ...more })
    expect([answer.status, answer.body.error?.path], JSON.stringify(more)).toEqual([400, path])
  }
  expect((await ana.get<{ silences: Made[] }>('/api/v1/silences')).body.silences.length).toBe(before)
  expect((await ana.get('/api/v1/silences/nothing')).status).toBe(404)
  expect((await ana.delete('/api/v1/silences/0')).status).toBe(404)
  expect(world.errors).toEqual([])
})

test('who only looks on makes no silence', async () => {
  const vera = await world.person('Vera', 'viewer')
  expect((await vera.get('/api/v1/silences')).status).toBe(200)
  expect((await vera.post('/api/v1/silences', { matchers: disk, reason: 'x', endsAt: inMs(1) })).status).toBe(403)
})
