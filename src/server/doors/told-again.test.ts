import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld, until, type World } from '../../../test/harness.ts'
import type { AlertShown } from '../../store/alerts.ts'

let world: World
let key: { id: string; key: string; url: string }

beforeAll(async () => {
  world = await startWorld({ FIRELINE_ACCEPT_LOG: 'segments' })
  await world.admin.put('/api/v1/services/shop', { name: 'shop' })
  key = (
    await world.admin.post<typeof key>('/api/v1/integrations', {
      service: 'shop',
      kind: 'prometheus',
      name: 'prometheus',
    })
  ).body
})
afterAll(() => world.stop())

const inMinutes = (minutes: number) =>
  new Date(world.fireline.desk.clock.now().getTime() + minutes * 60_000).toISOString()

const burning = (alertname: string, more: object = {}) => ({
  labels: { alertname, severity: 'critical' },
  annotations: { summary: `${alertname} burns` },
  startsAt: '2026-01-31T02:00:00Z',
  endsAt: inMinutes(4),
  ...more,
})

const tell = async (...alerts: unknown[]) =>
  (await fetch(`${key.url}/api/v2/alerts`, { method: 'POST', body: JSON.stringify(alerts) })).status

async function alertNamed(alertname: string) {
  const { body } = await world.admin.get<{ alerts: AlertShown[] }>(`/api/v1/alerts?integration=${key.id}`)
  return body.alerts.find(alert => alert.labels['alertname'] === alertname)
}

/** Requests of this key that went through the log. */
async function logged() {
  const sql = 'select count(*) as n from accepted where integration = $1'
  const { rows } = await world.fireline.desk.db.query<{ n: number }>(sql, [key.id])
  return rows[0]?.n ?? 0
}

/** Told, and from then on known. */
async function known(alertname: string) {
  expect(await tell(burning(alertname))).toBe(200)
  expect(await alertNamed(alertname)).toMatchObject({ status: 'firing', count: 1 })
}

test('an alert told again with the same words is counted, and written down no more', async () => {
  await known('Same')
  const before = await logged()
  for (let minute = 1; minute <= 3; minute++)
    expect(await tell(burning('Same', { endsAt: inMinutes(4 + minute) }))).toBe(200)
  expect(await alertNamed('Same')).toMatchObject({ count: 4 })
  expect(await logged()).toBe(before)
})

test.each([
  ['an annotation', { annotations: { summary: 'Changed burns more' } }],
  ['a label', { labels: { alertname: 'Changed', severity: 'critical', pod: 'a' } }],
  ['its start', { startsAt: '2026-01-31T02:00:01Z' }],
  ['its link', { generatorURL: 'http://prometheus/graph' }],
])('one that changed %s is written down', async (_what, more) => {
  await tell(burning('Changed'))
  await alertNamed('Changed')
  const before = await logged()
  expect(await tell(burning('Changed', more))).toBe(200)
  await alertNamed('Changed')
  expect(await logged()).toBe(before + 1)
})

test('its end is believed at once, and it fires anew after that', async () => {
  await known('Ends')
  await tell(burning('Ends'))
  await tell(burning('Ends', { endsAt: '2026-01-31T03:00:00Z' }))
  const ended = await alertNamed('Ends')
  expect(ended).toMatchObject({ status: 'resolved', count: 3 })
  await tell(burning('Ends', { startsAt: '2026-01-31T04:00:00Z' }))
  expect(await alertNamed('Ends')).toMatchObject({ status: 'firing', count: 4 })
})

test('once its incident is over it is looked at again', async () => {
  await known('Over')
  const { incident } = (await alertNamed('Over')) ?? {}
  await world.admin.post(`/api/v1/incidents/${incident}/resolve`, { summary: 'over' })
  const before = await logged()
  await tell(burning('Over'))
  await alertNamed('Over')
  expect(await logged()).toBe(before + 1)
})

test('after a silence, a rule or a service changed it is looked at again', async () => {
  await known('Placed')
  const said = { matchers: [{ name: 'alertname', op: '=', value: 'Other' }], reason: 'a deploy', endsAt: inMinutes(5) }
  expect((await world.admin.post('/api/v1/silences', said)).status).toBe(201)
  const before = await logged()
  await tell(burning('Placed'))
  await alertNamed('Placed')
  expect(await logged()).toBe(before + 1)
})

test('of a body with old and new ones only the new are written down, and a mistake is named by its place', async () => {
  await known('Old')
  expect(await tell(burning('Old'), burning('New'))).toBe(200)
  expect(await alertNamed('Old')).toMatchObject({ count: 2 })
  expect(await alertNamed('New')).toMatchObject({ count: 1 })
  const body = JSON.stringify([burning('Old'), { ...burning('New'), labels: 7 }])
  const answer = await fetch(`${key.url}/api/v2/alerts`, { method: 'POST', body })
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain('1.labels')
  expect(await alertNamed('Old')).toMatchObject({ count: 2 })
})

test('told again it lives longer, without being written down', async () => {
  await known('Lives')
  await tell(burning('Lives', { endsAt: inMinutes(30) }))
  await alertNamed('Lives')
  const { rows } = await world.fireline.desk.db.query<{ expires_at: string }>(
    `select expires_at from alert where integration = $1 and said like '%"Lives"%'`,
    [key.id],
  )
  expect(new Date(rows[0]?.expires_at ?? 0).getTime()).toBeGreaterThan(Date.parse(inMinutes(29)))
})

test('a PagerDuty event told again is counted and answered like the first', async () => {
  const event = {
    routing_key: key.key,
    event_action: 'trigger',
    dedup_key: 'disk-1',
    payload: { summary: 'disk full', source: 'db-1', severity: 'critical' },
  }
  const send = async () => {
    const answer = await fetch(`${world.url}/v2/enqueue`, { method: 'POST', body: JSON.stringify(event) })
    return { status: answer.status, body: await answer.json() }
  }
  const first = await send()
  const shown = async () =>
    (await world.admin.get<{ alerts: AlertShown[] }>(`/api/v1/alerts?integration=${key.id}`)).body.alerts.find(
      alert => alert.fingerprint === 'disk-1',
    )
  expect(await shown()).toMatchObject({ count: 1 })
  const before = await logged()
  expect(await send()).toEqual(first)
  expect(await shown()).toMatchObject({ count: 2 })
  expect(await logged()).toBe(before)
})

test('what was counted in memory is saved without anybody asking', async () => {
  await known('Saved')
  await tell(burning('Saved'))
  world.advance(10_001)
  const count = async () => {
    const { rows } = await world.fireline.desk.db.query<{ count: number }>(
      `select count from alert where integration = $1 and said like '%"Saved"%'`,
      [key.id],
    )
    return rows[0]?.count
  }
  await until(async () => (await count()) === 2, 'the count to be saved')
})
