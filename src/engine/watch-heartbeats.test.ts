import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Caller, startWorld, until, type World } from '../../test/harness.ts'
import type { Incident } from '../incident/incident.ts'
import type { AlertShown } from '../store/alerts.ts'
import { listeningSince, noteListening } from '../store/listening.ts'

const minute = 60_000
let world: World
let admin: Caller
beforeAll(async () => {
  world = await startWorld()
  admin = world.admin
  await world.person('Ana')
  await until(async () => listeningSince(world.fireline.desk.db), 'somebody to listen')
  for (const slug of ['export', 'shop']) await admin.put(`/api/v1/services/${slug}`, { name: slug })
})
afterAll(() => world.stop())

async function newKey(service: string) {
  const made = await admin.post<{ id: string; url: string }>('/api/v1/integrations', {
    service,
    kind: 'webhook',
    name: service,
  })
  return made.body
}

interface Shown {
  slug?: string
  id: string
  state: string
  count: number
  expectedMs?: number
  lateSince?: string
}
const heartbeat = async (name: string) => (await admin.get<Shown>(`/api/v1/heartbeats/${name}`)).body
const beat = async (url: string, name: string) => (await fetch(`${url}/heartbeat/${name}`, { method: 'POST' })).status

async function alertTitled(part: string, status: string): Promise<AlertShown> {
  return until(async () => {
    const { body } = await admin.get<{ alerts: AlertShown[] }>(`/api/v1/alerts?status=${status}`)
    return body.alerts.find(alert => alert.title.includes(part))
  }, `an alert about ${part} that is ${status}`)
}

it('a heartbeat that stops opens an incident, and being heard again ends it', async () => {
  const key = await newKey('export')
  const body = {
    service: 'export',
    title: 'The nightly export',
    everyMs: 10 * minute,
    graceMs: minute,
    severity: 'critical',
  }
  expect((await admin.put('/api/v1/heartbeats/nightly', body)).body).toMatchObject({
    state: 'waiting',
    expectedMs: 11 * minute,
  })
  expect(await beat(key.url, 'nightly')).toBe(202)
  world.advance(10 * minute)
  expect(await heartbeat('nightly')).toMatchObject({ state: 'heard', count: 1 })
  world.advance(2 * minute)
  const late = await alertTitled('The nightly export has not been heard from', 'firing')
  expect(late).toMatchObject({ service: 'export', severity: 'critical', labels: { heartbeat: 'nightly' } })
  expect(late.annotations['summary']).toMatch(/^Last heard .* UTC\. It is never silent for longer than 11 min\.$/)
  const { body: incident } = await admin.get<Incident>(`/api/v1/incidents/${late.incident}`)
  expect(incident).toMatchObject({ service: 'export', severity: 'sev2', status: 'open' })
  expect(await heartbeat('nightly')).toMatchObject({ state: 'late' })
  expect(await beat(key.url, 'nightly')).toBe(202)
  expect(await alertTitled('The nightly export', 'resolved')).toMatchObject({ id: late.id, count: 2 })
  expect((await admin.get<Incident>(`/api/v1/incidents/${late.incident}`)).body.status).toBe('resolved')
})

it('a monitoring that stops talking is noticed, once its rhythm is known', async () => {
  const key = await newKey('shop')
  const watchdog = (status = 'firing') =>
    fetch(key.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ alerts: [{ status, labels: { alertname: 'Watchdog', severity: 'none' } }] }),
    })
  const { heartbeat: mine } = await (async () => {
    const answer = (await (await watchdog()).json()) as { results: { alert: string }[] }
    return { heartbeat: answer.results[0]?.alert ?? '' }
  })()
  world.advance(4 * minute)
  await watchdog()
  expect(await heartbeat(mine)).toMatchObject({ state: 'learning', count: 2 })
  world.advance(4 * minute)
  await watchdog()
  const { expectedMs = 0 } = await heartbeat(mine)
  expect(Math.round(expectedMs / minute)).toBe(8)
  world.advance(6 * minute)
  await watchdog('resolved')
  world.advance(3 * minute)
  const late = await alertTitled('Your monitoring has stopped talking: Watchdog', 'firing')
  expect(late).toMatchObject({ severity: 'critical', service: 'shop' })
  await watchdog()
  await alertTitled('Your monitoring has stopped talking', 'resolved')
  const { expectedMs: after } = await heartbeat(mine)
  expect(after).toBe(expectedMs)
})

it('time in which nobody listened is not held against anybody', async () => {
  await admin.put('/api/v1/heartbeats/grace', { service: 'shop', everyMs: 20 * minute, graceMs: 0 })
  const { db, clock } = world.fireline.desk
  await db.query(`update listening set at = at - interval '1 hour', since = since - interval '1 hour'`)
  await db.query(`update heartbeat set last_at = last_at - interval '1 hour' where slug = 'grace'`)
  await noteListening(db, clock.now(), true)
  world.advance(19 * minute)
  await until(
    async () => (await db.query(`select 1 from listening where at > now() + interval '19 minutes'`)).rowCount,
    'another look',
  )
  expect(await heartbeat('grace')).toMatchObject({ state: 'waiting' })
  world.advance(2 * minute)
  await alertTitled('grace has not been heard from', 'firing')
})

it('only a key of its service, or of `default`, speaks for a heartbeat, and a key alone makes none', async () => {
  const [shop, other, anything] = [await newKey('shop'), await newKey('export'), await newKey('default')]
  expect([await beat(shop.url, 'grace'), await beat(other.url, 'grace'), await beat(anything.url, 'grace')]).toEqual([
    202, 404, 202,
  ])
  expect([
    await beat(shop.url, 'made-up'),
    await beat(shop.url, '..%2f'),
    await beat(`${world.url}/intake/${'0'.repeat(32)}`, 'grace'),
  ]).toEqual([404, 404, 404])
  expect((await fetch(`${shop.url}/heartbeat/grace`)).status).toBe(405)
  await alertTitled('grace has not been heard from', 'resolved')
})

it('what is not expected any more is not late any more, and nonsense is refused by its field', async () => {
  await admin.put('/api/v1/heartbeats/gone', { service: 'shop', everyMs: minute, graceMs: 0 })
  world.advance(2 * minute)
  await alertTitled('gone has not been heard from', 'firing')
  expect((await admin.delete('/api/v1/heartbeats/gone')).status).toBe(200)
  await alertTitled('gone has not been heard from', 'resolved')
  expect((await admin.get('/api/v1/heartbeats/gone')).status).toBe(404)
  expect((await admin.delete('/api/v1/heartbeats/gone')).status).toBe(404)
  const wrong = async (slug: string, body: object) => (await admin.put(`/api/v1/heartbeats/${slug}`, body)).body
  expect(await wrong('x', { service: 'nobody', everyMs: minute })).toMatchObject({ error: { path: 'service' } })
  expect(await wrong('x', { service: 'shop', everyMs: 1 })).toMatchObject({ error: { path: 'everyMs' } })
  expect(await wrong('No Slug', { service: 'shop', everyMs: minute })).toMatchObject({ error: { path: 'slug' } })
  const { body } = await admin.get<{ integrations: { name: string }[] }>('/api/v1/integrations')
  expect(body.integrations.map(one => one.name)).not.toContain('Heartbeats')
  expect(world.errors).toEqual([])
})
