import { request } from 'node:http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startWorld, type World } from '../../test/harness.ts'
import type { AlertShown } from '../store/alerts.ts'

let world: World
let shop: { id: string; key: string; url: string }

beforeAll(async () => {
  world = await startWorld()
  shop = await newKey('shop', 'alertmanager')
})
afterAll(() => world.stop())

interface Result {
  alert?: string
  fingerprint: string
  status: string
  incident?: string
  outcome: string
  rule?: string
}
interface Seen {
  id: string
  status: string
  title: string
  severity: string
  service: string
  unrouted?: boolean
  resolvedHow?: string
  acknowledgedBy?: string
  alerts: { title: string; recoveredAt?: string }[]
  evidence: { ref: string; kind: string; source: string; excerpt: string }[]
}

/** A service of its own, and a key for it. */
async function newKey(slug: string, kind = 'webhook', mode = 'live') {
  if (slug !== 'default')
    expect((await world.admin.put(`/api/v1/services/${slug}`, { name: slug, mode })).status).toBe(200)
  const made = await world.admin.post<typeof shop>('/api/v1/integrations', {
    service: slug,
    kind,
    name: `${kind} of ${slug}`,
  })
  expect(made.status).toBe(201)
  return made.body
}

async function send(path: string, body: unknown, headers: Record<string, string> = {}, method = 'POST') {
  const text =
    typeof body === 'string' ? body : body instanceof Uint8Array ? new Uint8Array(body).buffer : JSON.stringify(body)
  const response = await fetch(`${world.url}${path}`, {
    method,
    ...(method === 'POST' && { body: text }),
    headers: { 'content-type': 'application/json', ...headers },
  })
  const answer = await response.text()
  const said =
    answer === ''
      ? undefined
      : (JSON.parse(answer) as { results: Result[]; receipt: string; error: { path?: string; code: string } })
  return { status: response.status, body: said as NonNullable<typeof said>, headers: response.headers }
}

const webhook = (...alerts: unknown[]) => ({ version: '4', groupKey: '{}', status: 'firing', alerts })
const burning = (labels: Record<string, string>, more: object = {}) => ({
  status: 'firing',
  labels: { alertname: 'Errors', severity: 'critical', ...labels },
  annotations: { summary: `errors on ${labels['instance'] ?? 'the shop'}` },
  startsAt: '2026-01-31T02:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  ...more,
})
const over = { status: 'resolved', endsAt: '2026-01-31T02:10:00Z' }

const incident = async (id: string | undefined) => (await world.admin.get<Seen>(`/api/v1/incidents/${id}`)).body
const alertsOf = async (key: { id: string }) =>
  (await world.admin.get<{ alerts: AlertShown[] }>(`/api/v1/alerts?integration=${key.id}`)).body.alerts
const timeline = async (id: string | undefined) =>
  (
    await world.admin.get<{ entries: { type: string; data: Record<string, unknown> }[] }>(
      `/api/v1/incidents/${id}/timeline`,
    )
  ).body.entries

test('an alert opens an incident, its own message is E1, and its recovery ends what nobody took', async () => {
  const key = await newKey('checkout', 'alertmanager')
  const first = await send(`/intake/${key.key}`, webhook(burning({ instance: 'web-1' })))
  expect(first.status).toBe(202)
  const [result] = first.body.results
  expect(result).toMatchObject({ status: 'firing', outcome: 'created' })
  const opened = await incident(result?.incident)
  expect(opened).toMatchObject({ status: 'open', title: 'errors on web-1', severity: 'sev2', service: 'checkout' })
  expect(opened.evidence).toMatchObject([{ ref: 'E1', kind: 'alert', source: 'alertmanager of checkout' }])
  expect(opened.evidence[0]?.excerpt).toContain('instance = web-1')
  const again = await send(`/intake/${key.key}`, webhook(burning({ instance: 'web-1' })))
  expect(again.body.results).toMatchObject([{ outcome: 'updated', incident: result?.incident }])
  const ended = await send(`/intake/${key.key}`, webhook(burning({ instance: 'web-1' }, over)))
  expect(ended.body.results).toMatchObject([{ outcome: 'resolved', incident: result?.incident }])
  expect(await incident(result?.incident)).toMatchObject({ status: 'resolved', resolvedHow: 'recovered' })
  expect(await alertsOf(key)).toMatchObject([{ status: 'resolved', count: 3, signature: 'checkout/Errors' }])
})

test('one fire, one room: others join in one entry, a worse one at once, the rest together after 5 s', async () => {
  const key = await newKey('cart')
  const first = await send(
    `/intake/${key.key}`,
    webhook(burning({ instance: 'a', severity: 'warning' }), burning({ instance: 'b', severity: 'warning' })),
  )
  const room = first.body.results[0]?.incident
  expect(first.body.results.map(result => result.outcome).sort()).toEqual(['created', 'joined'])
  await send(`/intake/${key.key}`, webhook(burning({ instance: 'c', severity: 'warning' })))
  await send(`/intake/${key.key}`, webhook(burning({ instance: 'd', severity: 'info' })))
  const joins = async () =>
    (await timeline(room)).filter(entry => entry.type === 'AlertsJoined').map(entry => entry.data['count'])
  expect(await joins()).toEqual([1])
  await send(`/intake/${key.key}`, webhook(burning({ instance: 'e', severity: 'error' })))
  expect(await joins()).toEqual([1, 2])
  expect(await incident(room)).toMatchObject({ severity: 'sev3' })
  await send(
    `/intake/${key.key}`,
    webhook(burning({ instance: 'f', severity: 'error' }), burning({ instance: 'g', severity: 'error' })),
  )
  expect(await joins()).toEqual([1, 2])
  world.advance(5_100)
  await expect.poll(joins, { timeout: 5_000 }).toEqual([1, 2, 2])
})

test('no alert joins a resolved incident, and whoever acknowledged is asked before it ends', async () => {
  const key = await newKey('stock')
  const ana = await world.person('Ana of stock')
  const first = await send(`/intake/${key.key}`, webhook(burning({ instance: 'a' })))
  const room = first.body.results[0]?.incident
  expect((await ana.post(`/api/v1/incidents/${room}/acknowledge`, {})).status).toBe(200)
  await send(`/intake/${key.key}`, webhook(burning({ instance: 'a' }, over)))
  expect(await incident(room)).toMatchObject({ status: 'open', stillFiring: 0 })
  expect((await ana.post(`/api/v1/incidents/${room}/resolve`, { summary: 'over' })).status).toBe(200)
  const next = await send(`/intake/${key.key}`, webhook(burning({ instance: 'b' })))
  expect(next.body.results).toMatchObject([{ outcome: 'created' }])
  expect(next.body.results[0]?.incident).not.toBe(room)
})

test('alerts that the sender left out are said on the receipt and in the room, once', async () => {
  const key = await newKey('cut-short')
  const message = { ...webhook(burning({ instance: 'a' })), truncatedAlerts: 12 }
  const sent = await send(`/intake/${key.key}`, message)
  expect(sent.body).toMatchObject({ leftOut: 12, results: [{ outcome: 'created' }] })
  const receipt = await send(`/intake/${key.key}/receipts/${sent.body.receipt}`, '', {}, 'GET')
  expect(receipt.body).toMatchObject({ leftOut: 12, results: sent.body.results })
  await send(`/intake/${key.key}`, message)
  const { evidence } = await incident(sent.body.results[0]?.incident)
  expect(evidence.map(one => one.excerpt).filter(text => text.includes('left 12 more alerts out'))).toHaveLength(1)
  const whole = await send(`/intake/${key.key}`, { ...webhook(burning({ instance: 'a' })), truncatedAlerts: 0 })
  expect(whole.body).not.toHaveProperty('leftOut')
})

test('a resolve before its trigger waits for it; later triggers are not its own', async () => {
  const key = await newKey('early')
  const early = await send(`/intake/${key.key}`, webhook(burning({}, over)))
  expect(early.body.results).toMatchObject([{ outcome: 'suppressed', rule: 'resolve-before-trigger' }])
  const trigger = await send(`/intake/${key.key}`, webhook(burning({})))
  expect(trigger.body.results).toMatchObject([{ outcome: 'resolved', alert: early.body.results[0]?.alert }])
  expect(await incident(trigger.body.results[0]?.incident)).toMatchObject({
    status: 'resolved',
    resolvedHow: 'recovered',
  })
  await send(`/intake/${key.key}`, webhook(burning({ instance: 'x' }, over)))
  const later = await send(
    `/intake/${key.key}`,
    webhook(burning({ instance: 'x' }, { startsAt: '2026-01-31T03:00:00Z' })),
  )
  expect(later.body.results).toMatchObject([{ outcome: 'created', status: 'firing' }])
  await send(`/intake/${key.key}`, webhook(burning({ instance: 'y' }, over)))
  world.advance(61_000)
  const late = await send(`/intake/${key.key}`, webhook(burning({ instance: 'y' })))
  expect(late.body.results).toMatchObject([{ outcome: 'joined', status: 'firing' }])
})

test('info and none are listed, a watched service opens nothing, and a watchdog is a heartbeat', async () => {
  const watched = await newKey('watched', 'webhook', 'watch-only')
  const outcome = async (key: string, alert: unknown) => (await send(`/intake/${key}`, webhook(alert))).body.results[0]
  expect(await outcome(shop.key, burning({ severity: 'info' }))).toMatchObject({
    outcome: 'suppressed',
    rule: 'severity-info',
  })
  expect(await outcome(watched.key, burning({}))).toMatchObject({ outcome: 'suppressed', rule: 'watch-only' })
  expect(await outcome(shop.key, burning({ alertname: 'Watchdog', severity: 'none' }))).toMatchObject({
    rule: 'heartbeat',
  })
  const { body } = await world.admin.get<{ heartbeats: { integration: string; count: number }[] }>('/api/v1/heartbeats')
  expect(body.heartbeats.filter(beat => beat.integration === shop.id)).toMatchObject([{ count: 1 }])
  expect(await alertsOf(watched)).toMatchObject([{ status: 'firing' }])
})

test('the key of `default` routes by name, and marks what nobody knows', async () => {
  const anything = await newKey('default')
  await newKey('known')
  const known = await send(`/intake/${anything.key}`, { title: 'slow', service: 'known' })
  expect(await incident(known.body.results[0]?.incident)).toMatchObject({
    service: 'known',
    title: 'slow',
    severity: 'sev3',
  })
  const unknown = await send(`/intake/${anything.key}`, { title: 'odd', service: 'nobody-knows' })
  expect(await incident(unknown.body.results[0]?.incident)).toMatchObject({ service: 'default', unrouted: true })
})

test('PagerDuty events are answered in its own words; the dedup key is the group', async () => {
  const key = await newKey('pager', 'pagerduty')
  const payload = { summary: 'disk full on db-1', source: 'db-1', severity: 'critical', class: 'DiskFull' }
  const event = (more: object) => ({ routing_key: key.key, event_action: 'trigger', payload, ...more })
  const first = await send('/v2/enqueue', event({ dedup_key: 'disk' }), { authorization: 'Bearer nonsense' })
  expect(first.status).toBe(202)
  expect(first.body).toEqual({ status: 'success', message: 'Event processed', dedup_key: 'disk' })
  const other = await send('/v2/enqueue', event({}))
  expect(other.body).toMatchObject({ dedup_key: expect.stringMatching(/^[0-9a-f]{32}$/) as string })
  const alerts = await alertsOf(key)
  expect(new Set(alerts.map(alert => alert.incident)).size).toBe(2)
  expect(alerts.map(alert => alert.signature)).toEqual(['pager/DiskFull', 'pager/DiskFull'])
  await send('/v2/enqueue', { routing_key: key.key, event_action: 'acknowledge', dedup_key: 'disk' })
  const room = alerts.find(alert => alert.fingerprint === 'disk')?.incident
  const noted = await incident(room)
  expect(noted.acknowledgedBy).toBeUndefined()
  expect(noted.evidence[1]?.excerpt).toContain('acknowledged')
  await send('/v2/enqueue', { routing_key: key.key, event_action: 'resolve', dedup_key: 'disk' })
  expect(await incident(room)).toMatchObject({ status: 'resolved' })
  const again = await send('/v2/enqueue', event({ dedup_key: 'disk' }))
  expect(again.status).toBe(202)
  const anew = (await alertsOf(key)).find(alert => alert.fingerprint === 'disk')
  expect(anew?.incident).not.toBe(room)
  expect(await incident(room)).toMatchObject({ status: 'resolved' })
  expect(anew).toMatchObject({ status: 'firing', endedAt: null })
  expect(anew?.acknowledgedElsewhereAt).toBeUndefined()
})

test('an acknowledge or a resolve of what is not open makes nothing, and a key counts only with its own routing key', async () => {
  const [own, other] = [await newKey('own', 'pagerduty'), await newKey('another', 'pagerduty')]
  const tell = (key: typeof own, event_action: string, dedup_key: string) => {
    const payload = { summary: 's', source: 's', severity: 'error' }
    return send('/v2/enqueue', { routing_key: key.key, event_action, dedup_key, payload })
  }
  for (const action of ['acknowledge', 'resolve'])
    expect((await tell(own, action, 'never-open')).body).toEqual({
      status: 'success',
      message: 'Event processed',
      dedup_key: 'never-open',
    })
  expect(await alertsOf(own)).toEqual([])
  await tell(own, 'trigger', 'k')
  await tell(other, 'acknowledge', 'k')
  await tell(other, 'resolve', 'k')
  expect(await alertsOf(own)).toMatchObject([{ fingerprint: 'k', status: 'firing', count: 1 }])
  expect(await alertsOf(other)).toEqual([])
})

test.for([
  ['no key', {}, "'routing_key': This is missing or blank."],
  ['an unknown key', { routing_key: 'f'.repeat(32) }, "'routing_key': No integration has this key"],
  ['no summary', { payload: { source: 's', severity: 'error' } }, "'payload.summary': This is missing or blank."],
  [
    'a templated severity',
    { payload: { summary: 's', source: 's', severity: '{{ x }}' } },
    "'payload.severity': This should be",
  ],
  ['no action', { event_action: 'shout' }, "'event_action': This should be"],
  ['a resolve without its key', { event_action: 'resolve' }, "'dedup_key': This is missing or blank."],
] as const)('a PagerDuty event with %s is refused by the name of the field', async ([, more, error]) => {
  const event = {
    routing_key: shop.key,
    event_action: 'trigger',
    payload: { summary: 's', source: 's', severity: 'error' },
  }
  const answer = await send(
    '/v2/enqueue',
    'routing_key' in more || Object.keys(more).length > 0 ? { ...event, ...more } : {},
  )
  expect(answer.status).toBe(400)
  expect(answer.body).toMatchObject({
    status: 'invalid event',
    message: 'Event object is invalid',
    errors: [expect.stringContaining(error) as string],
  })
})

test('the older PagerDuty body and change events are taken', async () => {
  const key = await newKey('deployed')
  const old = { service_key: key.key, event_type: 'trigger', incident_key: 'k', description: 'it burns' }
  const v1 = await send('/generic/2010-04-15/create_event.json', old)
  expect([v1.status, v1.body]).toEqual([200, { status: 'success', message: 'Event processed', incident_key: 'k' }])
  await world.person('Eve', 'responder', 'eve@example.org')
  const payload = { summary: 'deployed 1.2', custom_details: { author: 'Eve <eve@example.org>' } }
  const change = await send('/v2/change/enqueue', { routing_key: key.key, payload })
  expect([change.status, change.body]).toEqual([202, { status: 'success', message: 'Change event processed' }])
  const { body } = await world.admin.get<{ changes: { summary: string; person?: string }[] }>(
    '/api/v1/changes?service=deployed',
  )
  expect(body.changes).toMatchObject([{ summary: 'deployed 1.2', person: expect.stringMatching(/-/) as string }])
})

test('Alertmanager v2: an empty 200, its own alerts for a key that may read, and the same identity at both doors', async () => {
  const key = await newKey('prom', 'alertmanager')
  const labels = { alertname: 'Slow', severity: 'error', instance: 'a' }
  const posted = await send(`/intake/${key.key}/api/v2/alerts`, [{ labels, startsAt: '2026-01-31T02:00:00Z' }])
  expect([posted.status, posted.body]).toEqual([200, undefined])
  const hooked = await send(
    `/intake/${key.key}`,
    webhook({ labels, status: 'firing', startsAt: '2026-01-31T02:00:00Z' }),
  )
  expect(hooked.body.results).toMatchObject([{ outcome: 'updated' }])
  const own = await send(`/intake/${key.key}/api/v2/alerts`, '', {}, 'GET')
  expect(own.body).toMatchObject([{ labels, status: { state: 'active' } }])
  const ended = await send(`/intake/${key.key}/api/v2/alerts`, [
    { labels, startsAt: '2026-01-31T02:00:00Z', endsAt: '2026-01-31T02:20:00Z' },
  ])
  expect(ended.status).toBe(200)
  expect(await alertsOf(key)).toMatchObject([{ status: 'resolved', endedAt: '2026-01-31T02:20:00.000Z' }])
  const writesOnly = await newKey('prom2', 'prometheus')
  expect((await send(`/intake/${writesOnly.key}/api/v2/alerts`, '', {}, 'GET')).status).toBe(403)
})

test('a receipt says what became of it, to its own key only', async () => {
  const sent = await send(`/intake/${shop.key}`, { title: 'receipt please', fingerprint: 'r1' })
  const path = (key: string) => `/intake/${key}/receipts/${sent.body.receipt}`
  expect((await send(path(shop.key), '', {}, 'GET')).body.results).toEqual(sent.body.results)
  const other = await newKey('other')
  expect((await send(path(other.key), '', {}, 'GET')).status).toBe(404)
  expect((await send(`/intake/${shop.key}/receipts/x`, '', {}, 'GET')).status).toBe(404)
})

test('a deleted key takes nothing more, an unknown one never did, and only POST is a way in', async () => {
  const key = await newKey('gone')
  expect((await world.admin.delete(`/api/v1/integrations/${key.id}`)).status).toBe(200)
  expect((await send(`/intake/${key.key}`, { title: 'x' })).status).toBe(404)
  expect((await send(`/intake/${'0'.repeat(32)}`, { title: 'x' })).status).toBe(404)
  expect((await send(`/intake/${shop.key}`, '', {}, 'GET')).status).toBe(405)
  expect((await send(`/intake/${shop.key}/x/y`, '', {}, 'GET')).status).toBe(404)
  expect(await alertsOf(key)).toEqual([])
})

const paths = ['/intake/{key}', '/intake/{key}/api/v2/alerts', '/v2/enqueue', '/v2/change/enqueue'] as const

test.for(paths)(
  'at %s an unknown key, a malformed and a deleted one hear the same, after the same work',
  async path => {
    const deleted = await newKey(`deleted-${paths.indexOf(path)}`)
    await world.admin.delete(`/api/v1/integrations/${deleted.id}`)
    const looks = vi.spyOn(world.fireline.desk.db, 'query')
    const answerTo = async (key: string) => {
      const before = looks.mock.calls.length
      const sent = await send(path.replace('{key}', key), { routing_key: key })
      const work = looks.mock.calls.slice(before).map(([text]) => text)
      const headers = [...sent.headers].filter(([name]) => name !== 'date')
      return { status: sent.status, body: sent.body, headers, work: work.filter(text => text.includes('key_digest')) }
    }
    const unknown = await answerTo('0'.repeat(32))
    expect(unknown.status).toBe(path.startsWith('/v2') ? 400 : 404)
    expect(unknown.work).toHaveLength(1)
    for (const key of ['nonsense', 'Z'.repeat(32), 'f'.repeat(31), '%00', deleted.key])
      expect(await answerTo(key)).toEqual(unknown)
    looks.mockRestore()
  },
)

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

test.for([
  ['not JSON', '{"title": "x"', 400, ''],
  ['nothing', '', 400, ''],
  ['not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, ''],
  ['not an object', '"x"', 400, undefined],
  ['too deep', deep(40), 400, 'a.a.a'],
  ['far too deep', deep(60_000), 400, 'a.a.a'],
  [
    'too many keys',
    JSON.stringify({ title: 'x', labels: Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [`k${i}`, 'v'])) }),
    400,
    'labels',
  ],
  ['too long a text', JSON.stringify({ title: 'x'.repeat(100_001) }), 400, 'title'],
  ['too large', JSON.stringify({ title: 'x', a: Array.from({ length: 8 }, () => 'x'.repeat(99_000)) }), 413, undefined],
  [
    'a label that is no text',
    JSON.stringify(webhook(burning({}, { labels: { a: { b: 1 } } }))),
    400,
    'alerts.0.labels.a',
  ],
  [
    'a time that is none',
    JSON.stringify(webhook(burning({}, { startsAt: '+275760-09-13T00:00:00Z' }))),
    400,
    'alerts.0.startsAt',
  ],
  ['a status that is none', JSON.stringify({ title: 'x', status: 'perhaps' }), 400, 'status'],
  ['NUL in an identity', JSON.stringify({ title: 'x', fingerprint: 'a\0b' }), 400, 'fingerprint'],
  ['half an emoji in an identity', JSON.stringify({ title: 'x', fingerprint: 'a\ud800' }), 400, 'fingerprint'],
] as const)('a body with %s is refused, and nothing of it is kept', async ([, body, status, path]) => {
  const before = (await alertsOf(shop)).length
  const answer = await send(`/intake/${shop.key}`, body)
  expect(answer.status).toBe(status)
  if (path !== undefined) expect(answer.body.error.path ?? '').toContain(path)
  expect((await alertsOf(shop)).length).toBe(before)
})

test('gzip and other alphabets are 415; a wrong content type with a JSON body is taken', async () => {
  expect((await send(`/intake/${shop.key}`, { title: 'x' }, { 'content-encoding': 'gzip' })).status).toBe(415)
  expect(
    (await send(`/intake/${shop.key}`, { title: 'x' }, { 'content-type': 'application/json; charset=utf-16' })).status,
  ).toBe(415)
  expect((await send(`/intake/${shop.key}`, { title: 'typed as text' }, { 'content-type': 'text/plain' })).status).toBe(
    202,
  )
})

test.for([
  ['NUL', 'a\0b'],
  ['half an emoji', 'a\ud800b'],
  ['markup', '<img src=x onerror=alert(1)>'],
  ['turned-around text', '\u202etxt.exe\u2066'],
  ['a template', '{{constructor.constructor("return process")()}}'],
  ['a new line', 'one\r\nSubject: two'],
] as const)('%s in every text survives as it is', async ([, text]) => {
  const key = await newKey(`hostile-${Math.abs(text.length * 31 + text.charCodeAt(1))}-${text.charCodeAt(0)}`)
  const sent = await send(`/intake/${key.key}`, {
    title: text,
    labels: { [text]: text },
    annotations: { [text]: text },
    severity: text,
  })
  expect(sent.body.results).toMatchObject([{ outcome: 'created' }])
  expect(await alertsOf(key)).toMatchObject([{ title: text, labels: { [text]: text }, annotations: { [text]: text } }])
  expect((await incident(sent.body.results[0]?.incident)).title).toBe(text)
})

test('`__proto__` and `constructor` are names like any other, and the last of two equal keys wins', async () => {
  const body =
    '{"title":"first","title":"proto","labels":{"__proto__":"p","constructor":"c"},"__proto__":{"polluted":true}}'
  const sent = await send(`/intake/${shop.key}`, body)
  expect(sent.status).toBe(202)
  const alert = (await alertsOf(shop)).find(one => one.id === sent.body.results[0]?.alert)
  expect(alert?.title).toBe('proto')
  expect(Object.entries(alert?.labels ?? {})).toEqual([
    ['__proto__', 'p'],
    ['constructor', 'c'],
  ])
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})

test('a body that never ends is cut off', async () => {
  const status = await new Promise<number>((resolve, reject) => {
    const sending = request(
      `${world.url}/intake/${shop.key}`,
      { method: 'POST', headers: { 'transfer-encoding': 'chunked' } },
      answer => {
        resolve(answer.statusCode ?? 0)
        sending.destroy()
      },
    )
    sending.on('error', error => ((error as { code?: string }).code === 'ECONNRESET' ? undefined : reject(error)))
    // As much as is beyond the limit, and never an end.
    for (let i = 0; i < 8; i++) sending.write('"'.padEnd(100_000))
  })
  expect(status).toBe(413)
})

test('a person declares: whoever looks finds it with its hash, and alerts of the service join it', async () => {
  const key = await newKey('declared')
  const made = await world.admin.post<Seen & { hash: string }>('/api/v1/incidents', {
    title: 'odd orders',
    severity: 'sev2',
    service: 'declared',
  })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({
    status: 'open',
    title: 'odd orders',
    hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  })
  const joined = await send(`/intake/${key.key}`, webhook(burning({})))
  expect(joined.body.results).toMatchObject([{ outcome: 'joined', incident: made.body.id }])
  await send(`/intake/${key.key}`, webhook(burning({}, over)))
  expect(await incident(made.body.id)).toMatchObject({ status: 'open' })
  expect((await world.admin.post('/api/v1/incidents', { title: '', severity: 'sev9' })).status).toBe(400)
})

test('nothing of all this was an error of ours', () => {
  expect(world.errors).toEqual([])
})
