import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld, until, type World } from '../../../test/harness.ts'
import { senderKinds } from '../dialects.ts'

let world: World

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

interface Said {
  results: { outcome: string; status: string; alert?: string }[]
  error: { path?: string; code: string }
}

interface Tried {
  alerts?: object[]
  wrong?: { field: string }
}

async function keyFor(kind: string) {
  const made = await world.admin.post<{ id: string; key: string }>('/api/v1/integrations', {
    service: 'default',
    kind,
    name: kind,
  })
  expect(made.status).toBe(201)
  return made.body
}

async function send(key: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${world.url}/intake/${key}`, { method: 'POST', body: JSON.stringify(body), headers })
  return { status: response.status, body: (await response.json()) as Said }
}

const kuma = (status: number) => ({
  heartbeat: { monitorID: 3, status, time: `2026-01-31 02:0${status}:00.250`, msg: 'm' },
  monitor: { id: 3, name: 'Checkout', url: 'https://shop.example.org' },
  msg: 'm',
})

test('a key can be made for every sender, and for nothing else', async () => {
  expect(senderKinds).toEqual(expect.arrayContaining(['webhook', 'prometheus', 'grafana', 'datadog', 'cloudwatch']))
  for (const kind of ['webhook', 'prometheus', senderKinds.at(-1) ?? '']) await keyFor(kind)
  const wrong = await world.admin.post<Said>('/api/v1/integrations', { service: 'default', kind: 'fax', name: 'x' })
  expect([wrong.status, wrong.body.error.path]).toEqual([400, 'kind'])
})

test('a webhook key recognises who speaks, from the first word to the last', async () => {
  const { key } = await keyFor('webhook')
  const down = await send(key, kuma(0))
  expect(down.body.results).toMatchObject([{ status: 'firing' }])
  const up = await send(key, kuma(1))
  expect(up.body.results).toMatchObject([
    { status: 'resolved', outcome: 'resolved', alert: down.body.results[0]?.alert },
  ])
})

test('a key of one sender reads that form and no other, and says which field it misses', async () => {
  const { key } = await keyFor('uptime-kuma')
  expect((await send(key, kuma(0))).status).toBe(202)
  const other = await send(key, { incident: { incident_id: '1', policy_name: 'x', state: 'open' } })
  expect([other.status, other.body.error.path]).toEqual([400, 'msg'])
})

const hook = { action: 'critical', data: { metric_alert: { id: '4', alert_rule: { id: '7', name: 'Errors' } } } }
const signature = (secret: string) => ({
  'sentry-hook-resource': 'metric_alert',
  'sentry-hook-signature': createHmac('sha256', secret).update(JSON.stringify(hook)).digest('hex'),
})

test('where a secret is set, only what is signed with it is taken; the secret is never shown again', async () => {
  const { id, key } = await keyFor('sentry')
  expect((await send(key, hook)).status).toBe(202)
  const path = `/api/v1/integrations/${id}`
  const put = await world.admin.put(path, { name: 'Sentry of the shop', settings: { secret: 'of-the-integration' } })
  expect([put.status, put.body]).toMatchObject([
    200,
    { id, name: 'Sentry of the shop', settings: {}, secrets: ['secret'] },
  ])
  const wrong = await send(key, hook, signature('another-secret'))
  expect([wrong.status, wrong.body.error]).toMatchObject([401, { path: 'sentry-hook-signature', code: 'not-signed' }])
  expect((await send(key, hook)).status).toBe(401)
  expect((await send(key, hook, signature('of-the-integration'))).status).toBe(202)
  const renamed = await world.admin.put(path, { name: 'Sentry', settings: {} })
  expect(renamed.body).toMatchObject({ name: 'Sentry', secrets: ['secret'] })
  expect((await send(key, hook)).status).toBe(401)
  expect(JSON.stringify([(await world.admin.get(path)).body, put.body])).not.toContain('of-the-integration')
  expect((await world.admin.put(path, { name: 'Still' })).body).toMatchObject({ name: 'Still', secrets: ['secret'] })
  expect((await world.admin.put(path, { settings: { secret: null } })).body).toMatchObject({
    name: 'Still',
    secrets: [],
  })
  expect((await send(key, hook)).status).toBe(202)
})

test('settings that a sender does not have are refused, and so is an unknown integration', async () => {
  const { id } = await keyFor('sentry')
  const wrong = await world.admin.put<Said>(`/api/v1/integrations/${id}`, { name: 'x', settings: { colour: 'red' } })
  expect([wrong.status, wrong.body.error.path]).toEqual([400, 'settings.colour'])
  const plain = await keyFor('datadog')
  expect((await world.admin.put(`/api/v1/integrations/${plain.id}`, { name: 'y', settings: {} })).status).toBe(200)
  expect((await world.admin.put('/api/v1/integrations/none', { name: 'x', settings: {} })).status).toBe(404)
})

test('a topic of somebody else is not confirmed, and a forged certificate is not fetched', async () => {
  const { key, id } = await keyFor('cloudwatch')
  const TopicArn = 'arn:aws:sns:eu-central-1:123456789012:fireline'
  const asks = await send(key, { Type: 'SubscriptionConfirmation', TopicArn, SubscribeURL: `${world.url}/health/live` })
  expect([asks.status, asks.body.error.path]).toEqual([400, 'SubscribeURL'])
  const alarm = {
    Type: 'Notification',
    TopicArn,
    Message: '{"AlarmName":"x"}',
    SignatureVersion: '1',
    Signature: 'AAAA',
  }
  const forged = await send(key, { ...alarm, SigningCertURL: 'https://example.org/x.pem' })
  expect([forged.status, forged.body.error.path]).toEqual([401, 'SigningCertURL'])
  const { body } = await world.admin.get<{ alerts: unknown[] }>(`/api/v1/alerts?integration=${id}`)
  expect(body.alerts).toEqual([])
})

test("Opsgenie's paths create, acknowledge and close by alias, with the key where Opsgenie has it", async () => {
  const { key, id } = await keyFor('opsgenie')
  const post = async (path: string, body: unknown, genie = key) => {
    const headers = { authorization: `GenieKey ${genie}`, 'content-type': 'application/json' }
    const response = await fetch(world.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: response.status, body: (await response.json()) as { result?: string; message?: string } & Said }
  }
  const alertsHere = async () =>
    (await world.admin.get<{ alerts: object[] }>(`/api/v1/alerts?integration=${id}`)).body.alerts
  const made = await post('/v2/alerts', { message: 'Checkout is slow', alias: 'a/b c', priority: 'P2' })
  expect([made.status, made.body.result]).toEqual([202, 'Request will be processed'])
  expect(await alertsHere()).toMatchObject([{ fingerprint: 'a/b c', severity: 'error', status: 'firing' }])
  const alias = encodeURIComponent('a/b c')
  expect((await post(`/v2/alerts/${alias}/acknowledge?identifierType=alias`, {})).status).toBe(202)
  expect((await post(`/v2/alerts/${alias}/close?identifierType=alias`, { source: 'probe' })).status).toBe(202)
  expect(await alertsHere()).toMatchObject([{ fingerprint: 'a/b c', status: 'resolved', title: 'Checkout is slow' }])
  const below = await post(`/intake/${key}/v2/alerts`, { message: 'Another', alias: 'c' }, 'none')
  expect(below.status).toBe(202)
  const unknown = await post('/v2/alerts', { message: 'x' }, '0'.repeat(32))
  expect([unknown.status, unknown.body.message]).toEqual([401, 'No integration has this key.'])
  expect((await post('/v2/alerts', { alias: 'x' })).body.error.path).toBe('message')
  expect((await post('/v2/alerts/1/close', {})).status).toBe(422)
})

const check = { check: { id: 7, name: 'Stock is low', state: 'down', level: 'P1' }, api_token: 'very-secret-1', at: 5 }
const mapping = {
  title: 'check.name',
  severity: 'check.level',
  status: 'check.state',
  fingerprint: '$string(check.id)',
}

test('a mapping is tried on the last body that arrived, then saved, then reads what comes', async () => {
  const { id, key } = await keyFor('generic')
  const path = `/api/v1/integrations/${id}`
  const tryOut = async (body: object) => (await world.admin.post<Tried>(`${path}/try-mapping`, body)).body
  expect((await world.admin.get(`${path}/last-body`)).body).toMatchObject({ at: null, body: null })
  expect((await world.admin.post<Said>(`${path}/try-mapping`, { mapping })).body.error.path).toBe('body')
  expect((await send(key, { ...check, copied: `/intake/${key}` })).status).toBe(400)
  const last = await until(async () => {
    const { body } = await world.admin.get<{ body: typeof check | null }>(`${path}/last-body`)
    return body.body ?? undefined
  }, 'the last body')
  expect(last).toMatchObject({ check: check.check, api_token: '[redacted]', copied: '/intake/[redacted]' })
  expect(await tryOut({ mapping })).toMatchObject({
    alerts: [{ title: 'Stock is low', severity: 'critical', status: 'firing' }],
  })
  expect(await tryOut({ mapping: { ...mapping, severity: 'check.(' } })).toMatchObject({ wrong: { field: 'severity' } })
  expect(await tryOut({ mapping: { title: 'check.none' } })).toMatchObject({ wrong: { field: 'title' } })
  expect(await tryOut({ mapping: { title: '', level: 'x' } })).toMatchObject({ wrong: { field: 'level' } })
  expect(await tryOut({ mapping, body: { check: { name: 'x', state: 'up' } } })).toMatchObject({
    alerts: [{ status: 'resolved' }],
  })
  const wrong = await world.admin.put<Said>(path, { name: 'Stock', settings: { ...mapping, link: '((' } })
  expect([wrong.status, wrong.body.error.path]).toEqual([400, 'settings.link'])
  expect((await world.admin.put(path, { name: 'Stock', settings: mapping })).body).toMatchObject({ settings: mapping })
  const first = await send(key, check)
  expect(first.body.results).toMatchObject([{ status: 'firing' }])
  const over = await send(key, { check: { ...check.check, state: 'up' } })
  expect(over.body.results).toMatchObject([{ status: 'resolved', alert: first.body.results[0]?.alert }])
  const without = await send(key, { check: {} })
  expect([without.status, without.body.error.path]).toEqual([400, 'title'])
})

test('a mapping that does not come back keeps nothing and asks the sender to come again', async () => {
  const { id, key } = await keyFor('generic')
  const title = `$match("${'a'.repeat(40)}!", /^(a+)+$/) ? "x" : "y"`
  expect((await world.admin.put(`/api/v1/integrations/${id}`, { name: 'x', settings: { title } })).status).toBe(200)
  const answer = await send(key, check)
  expect([answer.status, answer.body.error]).toMatchObject([503, { code: 'not-mapped', path: 'mapping' }])
})

test('bodies and mappings are for who may set settings', async () => {
  const { id } = await keyFor('generic')
  const rob = await world.person('Rob of mappings')
  expect((await rob.get(`/api/v1/integrations/${id}/last-body`)).status).toBe(403)
  expect((await rob.post(`/api/v1/integrations/${id}/try-mapping`, { mapping })).status).toBe(403)
})

test('nothing of all this was an error of ours', () => {
  expect(world.errors).toEqual([])
})
