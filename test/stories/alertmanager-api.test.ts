import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AlertShown } from '../../src/store/alerts.ts'
import { startWorld, until, type World } from '../harness.ts'
import { type RealProgram, startAlertmanager, startPrometheus } from '../real-alertmanager.ts'
import { requireProgram } from '../real-program.ts'

const program = requireProgram('prometheus-alertmanager')
const amtoolProgram = requireProgram('amtool')
const prometheusProgram = requireProgram('prometheus')

let world: World
let real: RealProgram
let ours: string

/** The same that ours says of itself. */
const config = `
route: { receiver: fireline, group_by: [service], group_wait: 0s }
receivers: [{ name: fireline }]
`

beforeAll(async () => {
  if (!program) return
  world = await startWorld()
  real = await startAlertmanager(program, config)
  const made = await world.admin.post<{ url: string }>('/api/v1/integrations', {
    service: 'default',
    kind: 'alertmanager',
    name: 'prometheus',
  })
  ours = made.body.url
  for (const slug of ['shop', 'db']) await world.admin.put(`/api/v1/services/${slug}`, { name: slug })
})
afterAll(async () => {
  await real?.stop()
  await world?.stop()
})

interface Said {
  status: number
  body: unknown
}

async function ask(base: string, path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') {
  const sent = { method, headers: { 'content-type': 'application/json' } }
  const answer = await fetch(
    `${base}/api/v2/${path}`,
    body === undefined ? sent : { ...sent, body: JSON.stringify(body) },
  )
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? '' : (JSON.parse(text) as unknown) } satisfies Said
}

/** Less what is each one's own: when it heard of the alert, and the ids that it makes. */
const shared = (said: Said): Said =>
  JSON.parse(
    JSON.stringify(said, (name, value: unknown) =>
      name === 'updatedAt' || name === 'id' || name === 'silenceID'
        ? 'its own'
        : name === 'silencedBy'
          ? (value as string[]).length
          : value,
    ),
  ) as Said

async function both(path: string): Promise<{ real: Said; ours: Said }> {
  return { real: shared(await ask(real.url, path)), ours: shared(await ask(ours, path)) }
}

const soon = new Date(Date.now() + 200_000).toISOString()
const lately = new Date(Date.now() - 60_000).toISOString()
const burning = (labels: Record<string, string>, more = {}) => ({ labels, startsAt: lately, endsAt: soon, ...more })
const alerts = [
  burning({ alertname: 'Slow', service: 'shop', instance: 'b', severity: 'error' }, { generatorURL: 'http://p/graph' }),
  burning({ alertname: 'Slow', service: 'shop', instance: 'a', job: 'web' }, { annotations: { summary: 'slow' } }),
  burning({ alertname: 'Slow', service: 'shop', instance: 'c', job: 'api', empty: '' }),
  burning({ alertname: 'Full', service: 'db', instance: 'ü' }),
  burning({ alertname: 'Over', service: 'db' }, { endsAt: lately, startsAt: lately }),
]

const queries = [
  'alerts',
  'alerts?filter=alertname%3DSlow&filter=instance%3D~%22a%7Cb%22',
  'alerts?filter=job!%3Dweb',
  'alerts?filter=job%3D%22%22',
  'alerts?receiver=fire.*',
  'alerts?receiver=fire',
  'alerts?active=false',
  'alerts?active=perhaps',
  'alerts?active=&silenced=false&inhibited=0&unprocessed=false',
  'alerts/groups',
  'alerts/groups?filter=service%3Ddb',
  'alerts/groups?receiver=nobody',
  'receivers',
] as const

test.skipIf(!program)('what reads an Alertmanager reads the same here, field by field', async () => {
  for (const base of [real.url, ours]) expect(await ask(base, 'alerts', alerts)).toEqual({ status: 200, body: '' })
  for (const query of queries) {
    const said = await both(query)
    expect(said.ours, query).toEqual(said.real)
  }
  expect((await ask(ours, 'alerts')).body).toHaveLength(4)
})

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
const silence = (matchers: object[], more = {}) => ({
  matchers: matchers.map(matcher => ({ isRegex: false, isEqual: true, ...matcher })),
  startsAt: inMinutes(1),
  endsAt: inMinutes(2),
  createdBy: 'ana',
  comment: 'deploying',
  ...more,
})

test.skipIf(!program)('what silences an Alertmanager silences the same here, field by field', async () => {
  const slow = [{ name: 'alertname', value: 'Slow' }]
  const later = silence([{ name: 'instance', value: 'a|b', isRegex: true }], {
    startsAt: inMinutes(3),
    endsAt: inMinutes(9),
  })
  const asked = [
    silence(slow),
    later,
    silence(slow, { endsAt: inMinutes(-1) }),
    silence([]),
    silence([{ name: 'a', value: '' }]),
  ]
  const made: [string, string][] = []
  for (const body of asked) {
    const [theirs, said] = [await ask(real.url, 'silences', body), await ask(ours, 'silences', body)]
    if (theirs.status === 200) made.push([idIn(theirs), idIn(said)])
    // A list that is too short is a 422 there, and names the same field.
    expect(said.status).toBe(theirs.status === 422 ? 400 : theirs.status)
    if (theirs.status === 200) expect(shared(said)).toEqual(shared(theirs))
    else expect(said.body).toMatch(/^(matchers|endsAt): /)
  }
  const now = silence([{ name: 'job', value: 'web' }], { startsAt: inMinutes(-1), endsAt: inMinutes(5) })
  for (const base of [real.url, ours]) expect((await ask(base, 'silences', now)).status).toBe(200)
  const sameStart = ({ body, status }: Said) => ({
    status,
    body: (body as object[]).map(one => ({ ...one, startsAt: '' })),
  })
  for (const query of ['silences', 'silences?filter=alertname%3DSlow', 'silences?filter=instance%3D~%22a%7Cb%22']) {
    const said = await both(query)
    expect(sameStart(said.ours), query).toEqual(sameStart(said.real))
  }
  for (const query of ['alerts', 'alerts?silenced=false', 'alerts?active=false', 'alerts/groups?silenced=false']) {
    const said = await both(query)
    expect(said.ours, query).toEqual(said.real)
  }
  const [[theirs, own] = ['', '']] = made
  for (const [base, id] of [
    [real.url, theirs],
    [ours, own],
  ] as const) {
    const moved = await ask(base, 'silences', { ...silence(slow, { endsAt: inMinutes(4) }), id })
    expect(idIn(moved), 'a silence that only ends later stays the same').toBe(id)
    expect(await ask(base, `silence/${id}`, undefined, 'DELETE')).toEqual({ status: 200, body: '' })
    expect((await ask(base, `silence/${id}`)).body).toMatchObject({ status: { state: 'expired' } })
    expect(await ask(base, `silence/${crypto.randomUUID()}`)).toMatchObject({ status: 404 })
  }
})

const idIn = (said: Said): string => (said.body as { silenceID: string }).silenceID

test.skipIf(!program)('its status has the same fields, and a configuration of the same routes', async () => {
  const said = await both('status')
  const fields = (value: unknown): unknown =>
    Object.fromEntries(
      Object.entries(value as object).map(([name, part]) => [name, typeof part === 'object' ? Object.keys(part) : '']),
    )
  expect(fields(said.ours.body)).toEqual(fields(said.real.body))
  expect(said.ours.body).toMatchObject({ versionInfo: { version: '0.25.0' }, cluster: { peers: [] } })
})

test.skipIf(!program)('a no has the same status and form', async () => {
  for (const query of [
    'alerts?filter=foo',
    'alerts?filter=a%3D~%22(%22',
    'alerts?receiver=(',
    'alerts/groups?filter=x',
  ]) {
    const said = await both(query)
    expect([said.ours.status, typeof said.ours.body], query).toEqual([said.real.status, typeof said.real.body])
    expect(said.ours.body, query).toMatch(/^(filter|receiver): /)
  }
  const late = { labels: { alertname: 'x' }, startsAt: soon, endsAt: lately }
  for (const wrong of [[{ labels: {} }], [late], [{ labels: { alertname: 'x' }, startsAt: '2999-01-01T00:00:00Z' }]]) {
    const [said, theirs] = [await ask(ours, 'alerts', wrong), await ask(real.url, 'alerts', wrong)]
    expect([said.status, typeof said.body]).toEqual([theirs.status, typeof theirs.body])
    expect(said.body).toMatch(/^0\.(labels|endsAt): /)
  }
})

/** amtool, as a person types it. */
async function amtool(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(amtoolProgram ?? '', [`--alertmanager.url=${ours}`, ...args])
  return stdout
}

test.skipIf(!amtoolProgram)('amtool adds an alert and finds it, and reads where it goes', async () => {
  await amtool('alert', 'add', 'Typed', 'service=shop', 'severity=critical', '--annotation=summary=by hand')
  expect(await amtool('alert', 'query', 'alertname=Typed')).toMatch(/Typed +\S+ +\S+ UTC +by hand +active/)
  const [alert] = JSON.parse(await amtool('alert', 'query', '-o', 'json', 'Typed')) as { labels: object }[]
  expect(alert?.labels).toEqual({ alertname: 'Typed', service: 'shop', severity: 'critical' })
  expect(await amtool('config', 'routes', 'show')).toContain('receiver: fireline')
  expect(await amtool('config', 'routes', 'test', 'service=shop')).toBe('fireline\n')
  expect(await amtool('cluster', 'show')).toContain('disabled')
})

test.skipIf(!amtoolProgram)('amtool silences what fires, sees it, and ends it', async () => {
  const silenced = async () => await amtool('alert', 'query', '--silenced', 'alertname=Typed')
  const id = (await amtool('silence', 'add', '-a', 'ana', '-c', 'deploying', '-d', '1h', 'alertname=Typed')).trim()
  expect(await amtool('silence', 'query')).toMatch(new RegExp(`${id} +alertname="Typed" .* ana +deploying`))
  expect(await silenced()).toContain('suppressed')
  await amtool('silence', 'expire', id)
  expect(await amtool('silence', 'query')).not.toContain(id)
  expect(await silenced()).not.toContain('Typed')
  await expect(amtool('silence', 'add', '-c', 'too long', '-d', '25h', 'alertname=Typed')).rejects.toThrow(/endsAt/)
})

const rules = `groups:
  - name: shop
    rules:
      - { alert: Errors, expr: 'errors > 0', labels: { severity: critical, service: shop } }
`

/** Prometheus watches a shop of the test's own, which counts errors, and tells whoever has this address. */
const watching = (shop: number, { host, pathname }: URL) => `
global: { evaluation_interval: 200ms, scrape_interval: 200ms }
rule_files: [rules.yml]
scrape_configs: [{ job_name: shop, static_configs: [{ targets: ['127.0.0.1:${shop}'] }] }]
alerting: { alertmanagers: [{ path_prefix: ${pathname}, static_configs: [{ targets: ['${host}'] }] }] }
`

test.skipIf(!prometheusProgram)('a real Prometheus fires, fires on, and its recovery ends the incident', async () => {
  let errors = 1
  const shop = createServer((_request, response) => response.end(`errors ${errors}\n`)).listen(0, '127.0.0.1')
  await once(shop, 'listening')
  const config = watching((shop.address() as AddressInfo).port, new URL(ours))
  const prometheus = await startPrometheus(prometheusProgram ?? '', config, { 'rules.yml': rules })
  const alert = async () =>
    (await world.admin.get<{ alerts: AlertShown[] }>('/api/v1/alerts')).body.alerts.find(
      one => one.labels['alertname'] === 'Errors',
    )
  try {
    const fired = await until(alert, 'Prometheus to fire', 20_000)
    expect(fired).toMatchObject({ status: 'firing', service: 'shop', severity: 'critical' })
    const again = await until(async () => ((await alert())?.count ?? 0) > 1 && alert(), 'it to fire on')
    expect([again?.incident, again?.startedAt]).toEqual([fired.incident, fired.startedAt])
    errors = 0
    await until(async () => (await alert())?.status === 'resolved', 'it to recover')
  } finally {
    await prometheus.stop()
    shop.close()
  }
})

test('nothing of all this was an error of ours', () => {
  expect(world?.errors ?? []).toEqual([])
})
