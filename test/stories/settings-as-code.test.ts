import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Config, ConfigAnswer } from '../../src/api/config.ts'
import type { LoadReport } from '../../src/api/load.ts'
import type { ServiceReady } from '../../src/api/ready.ts'
import { atTerminal } from '../at-terminal.ts'
import { startNtfy } from '../fakes/http.ts'
import { Ledger } from '../fakes/ledger.ts'
import { type Caller, callerOf, startWorld, until, type World } from '../harness.ts'
import { firing, sendingTo } from '../sending.ts'

const ledger = new Ledger()
let world: World
let ntfy: Awaited<ReturnType<typeof startNtfy>>
let ana: Caller
let ben: Caller
beforeAll(async () => {
  ntfy = await startNtfy(ledger)
  world = await startWorld({ FIRELINE_ALLOW_PRIVATE: '127.0.0.1' }, { ledger })
  ana = await world.person('Ana', 'admin', 'ana@example.org')
  ben = await world.person('Ben', 'responder', 'ben@example.org')
})
afterAll(async () => {
  await world.stop()
  await ntfy.stop()
})

const exported = async () => (await ana.get<{ config: Config }>('/api/v1/config')).body.config
const apply = async (config: object, reason?: string) => {
  const { status, body } = await ana.post<ConfigAnswer & { error: { path: string; message: string } }>(
    '/api/v1/config',
    { config, reason },
  )
  return { status, ...body }
}

const team = {
  schedules: {
    primary: {
      zone: 'Europe/Berlin',
      layers: [
        { people: ['ana@example.org', 'Ben@Example.org'], every: 'week', handOverAt: '09:00', from: '2025-01-06' },
      ],
    },
  },
  policies: {
    shop: {
      steps: [
        { after: '0m', notify: [{ schedule: 'primary' }] },
        { after: '600s', notify: [{ person: 'ben@example.org' }] },
      ],
    },
  },
  services: { shop: { name: 'Shop', policy: 'shop', owner: 'web', stakeholders: [{ email: 'head@example.org' }] } },
  channels: { 'ana@example.org': [{ channel: 'ntfy', settings: { topic: 'ana-secret-topic' } }] },
  alertRules: { routes: [{ match: [{ name: 'team', op: '=', value: 'web' }], service: 'shop' }] },
}

const fireline = (...args: string[]) => atTerminal(world, ana, ...args)

test('a whole team is set up by one document: tried first, then applied, and nothing differs after', async () => {
  const before = await exported()
  const tried = await ana.post<ConfigAnswer>('/api/v1/config/try', { config: team })
  expect(tried.body.text).toBe(
    `+ schedule primary
    zone: Europe/Berlin
    layer 1: people ana@example.org, ben@example.org, every 1w, handOverAt 09:00, from 2025-01-06
+ policy shop
    step 1: after 0m, notify [schedule primary]
    step 2: after 10m, notify [person ben@example.org]
    repeat: 0
    repeatAfter: 5m
+ service shop
    name: Shop
    team: default
    mode: live
    policy: shop
    owner: web
    stakeholder 1: email head@example.org
+ channels of ana@example.org
    1: channel ntfy, settings server https://ntfy.sh, topic (new, not shown)
~ alert rules
    + route 1: match [name team, op =, value web], service shop
    - inhibition 1: source [name alertname, op =, value InfoInhibitor], target [name severity, op =, value info], equal namespace`,
  )
  expect(await exported()).toEqual(before)
  expect((await apply(team)).text).toBe(tried.body.text)
  expect((await apply(team)).differences).toEqual([])
  expect((await apply(await exported())).text).toBe('')
  const onCall = await ana.get<{ onCall: { person: { id: string } }[] }>('/api/v1/on-call?at=2025-01-14T12:00:00Z')
  expect(onCall.body.onCall[0]?.person.id).toBe(ben.id)
})

test('no secret is ever written out, and (kept) leaves it as it is', async () => {
  const now = await exported()
  expect(now.channels).toEqual({
    'ana@example.org': [{ channel: 'ntfy', settings: { server: 'https://ntfy.sh', topic: '(kept)' } }],
  })
  const same = { channel: 'ntfy', settings: { server: 'https://ntfy.sh', topic: '(kept)' } }
  expect(await apply({ channels: { 'ana@example.org': [same] } })).toMatchObject({ status: 200, differences: [] })
  // Whoever names another address has to know the secret that would go there.
  const moved = { channel: 'ntfy', settings: { server: 'https://push.example.org', topic: '(kept)' } }
  const away = await apply({ channels: { 'ana@example.org': [moved] } })
  expect([away.status, away.error.path]).toEqual([400, 'channels.ana@example.org.0.settings.topic'])
  const other = { channel: 'ntfy', settings: { topic: 'another-secret' } }
  const answer = await apply({ channels: { 'ana@example.org': [other] } })
  expect(answer.text).toContain('1, settings, topic: (kept) -> (new, not shown)')
  const kept = await apply({ channels: { 'ben@example.org': [moved] } })
  expect([kept.status, kept.error.path]).toEqual([400, 'channels.ben@example.org.0.settings.topic'])
  const { body } = await ana.get<{ lines: object[] }>('/api/v1/audit')
  const said = JSON.stringify([now, answer, kept, body])
  expect(said).toContain('0.settings.topic')
  expect(said).not.toMatch(/another-secret|ana-secret-topic/)
})

test('what is wrong is named by its place in the file, and nothing of the file is done', async () => {
  const before = await exported()
  const wrongs: [object, string, string][] = [
    [
      { services: { a: { name: 'A', policy: 'nobody' } } },
      'services.a.policy',
      'There is no escalation policy nobody.',
    ],
    [{ services: { a: { name: 'A', polcy: 'shop' } } }, 'services.a.polcy', ''],
    [{ services: { 'A b': { name: 'A' } } }, 'services.A b.slug', ''],
    [
      { schedules: { s: { layers: [{ people: ['eve@example.org'], from: '2025-01-06' }] } } },
      'schedules.s.layers.0.people.0',
      'There is no person eve@example.org',
    ],
    [
      { schedules: { s: { zone: 'Mars/Olympus', layers: [{ people: ['ana@example.org'], from: '2025-01-06' }] } } },
      'schedules.s.zone',
      'An IANA time zone',
    ],
    [{ schedules: { s: { layers: [], overrides: [] } } }, 'schedules.s.overrides', 'A file holds no overrides'],
    [
      { policies: { p: { steps: [{ after: 'soon', notify: [{ schedule: 'primary' }] }] } } },
      'policies.p.steps.0.after',
      'A time such as',
    ],
    [
      { policies: { p: { steps: [{ after: '0m', notify: [{ schedule: 'gone' }] }] } } },
      'policies.p.steps.0.notify.0.schedule',
      '',
    ],
    [{ policies: { p: [] } }, 'policies.p', 'Fields and their values'],
    [{ channels: { 'ana@example.org': [{ channel: 'pigeon' }] } }, 'channels.ana@example.org.0.channel', ''],
    [
      { alertRules: { routes: [{ match: [{ name: 'a', op: '=', value: 'b' }], service: 'gone' }] } },
      'alertRules.routes.0.service',
      '',
    ],
    [
      { houseRules: { default: { 'no-verified-backup': 'off' } } },
      'houseRules.default.no-verified-backup',
      'Say why (--reason)',
    ],
    [{ houseRules: { default: { politeness: 'ask' } } }, 'houseRules.default.politeness', 'There is no such rule'],
    [{ people: {} }, 'config.people', ''],
  ]
  for (const [config, path, message] of wrongs) {
    const answer = await apply({ services: { 'half-done': { name: 'Half' } }, ...config })
    expect([answer.status, answer.error.path]).toEqual([400, path])
    expect(answer.error.message).toContain(message)
  }
  expect(await exported()).toEqual(before)
})

test('a schedule and the policy that needs it are looked at together, after all of the file', async () => {
  const nights = { people: ['ana@example.org'], from: '2025-01-06', restrictions: [{ from: '18:00', to: '08:00' }] }
  const days = { ...nights, restrictions: [{ from: '08:00', to: '18:00' }] }
  const policies = { round: { steps: [{ after: '0m', notify: [{ schedule: 'days' }, { schedule: 'nights' }] }] } }
  const gap = await apply({
    schedules: {
      nights: { layers: [nights] },
      days: { layers: [{ ...days, restrictions: [{ from: '09:00', to: '18:00' }] }] },
    },
    policies,
  })
  expect([gap.status, gap.error.path]).toEqual([400, 'schedules.nights.layers'])
  expect(
    (await apply({ schedules: { nights: { layers: [nights] }, days: { layers: [days] } }, policies })).status,
  ).toBe(200)
})

test('an override that somebody made for tonight outlives an older file', async () => {
  const tonight = { person: ana.id, from: '2026-01-06T17:00:00Z', to: '2026-01-07T07:00:00Z' }
  const { body } = await ana.get<{ layers: object[]; zone: string }>('/api/v1/schedules/primary')
  await ana.put('/api/v1/schedules/primary', { zone: body.zone, layers: body.layers, overrides: [tonight] })
  const [layer] = team.schedules.primary.layers
  const { text } = await apply({ schedules: { primary: { zone: 'Europe/Paris', layers: [layer] } } })
  expect(text).toBe('~ schedule primary\n    zone: Europe/Berlin -> Europe/Paris')
  const after = await ana.get<{ overrides: object[] }>('/api/v1/schedules/primary')
  expect(after.body.overrides).toMatchObject([tonight])
})

test('own rules and status pages come with the channels and services that they name, and differ in nothing after', async () => {
  const quiet = [{ days: ['sat', 'Sunday'], from: '22:00', to: '10:00' }]
  const config = {
    channels: { 'mira@example.org': [{ channel: 'ntfy', settings: { topic: 'miras-phone' } }] },
    ownRules: { 'mira@example.org': { zone: 'Europe/Berlin', steps: [{ channel: 'ntfy', after: '0m' }], quiet } },
    services: { search: { name: 'search-svc' } },
    statusPages: { shop: { title: 'Lindholm Shop', components: [{ service: 'search', name: 'Search' }] } },
  }
  const mira = await world.person('Mira', 'responder', 'mira@example.org')
  expect((await apply(config)).text).toContain(`+ own rules of mira@example.org
    zone: Europe/Berlin
    step 1: channel ntfy, after 0m
    quiet 1: days sat, sun, from 22:00, to 10:00, lets sev1
+ status page shop
    title: Lindholm Shop
    isPublic: true
    zone: UTC
    part 1: service search, name Search`)
  const rules = await mira.get(`/api/v1/people/${mira.id}/rules`)
  expect(rules.body).toMatchObject({
    quiet: [{ days: [6, 7], lets: 'sev1' }],
    steps: [{ channel: 'ntfy', afterMs: 0 }],
  })
  expect((await apply(await exported())).text).toBe('')
  const wrongs: [object, string][] = [
    [{ ownRules: { 'mira@example.org': { steps: [{ channel: 'sms', after: '0m' }] } } }, 'steps.0.channel'],
    [{ ownRules: { 'mira@example.org': { steps: [{ channel: 'ntfy', after: 'soon' }] } } }, 'steps.0.after'],
    [{ ownRules: { 'mira@example.org': { quiet: [{ from: '00:00', to: '00:00', lets: 'none' }] } } }, 'quiet'],
    [{ statusPages: { shop: { title: 'x', components: [{ service: 'gone', name: 'x' }] } } }, 'components.0.service'],
    [{ statusPages: { history: { title: 'x', components: [{ service: 'search', name: 'x' }] } } }, 'slug'],
  ]
  for (const [wrong, path] of wrongs) {
    const answer = await apply(wrong)
    expect([answer.status, answer.error.path]).toEqual([400, expect.stringMatching(new RegExp(`\\.${path}$`))])
  }
  expect((await apply(await exported())).text).toBe('')
})

test('a rule of the house is weakened with a reason, and the audit has a line for each thing', async () => {
  const weaker = { houseRules: { default: { 'open-objection': 'advise' } }, services: { api: { name: 'API' } } }
  expect((await apply(weaker, 'we are two')).text).toContain(
    '+ house rules of team default\n    open-objection: advise',
  )
  const history = await ana.get<{ history: object[] }>('/api/v1/room-rules/open-objection/history')
  expect(history.body.history).toMatchObject([{ setting: 'advise', reason: 'we are two', setBy: 'Ana' }])
  const { body } = await ana.get<{ lines: { action: string; subject: { name?: string } }[] }>(
    '/api/v1/audit?action=config',
  )
  const things = body.lines.slice(0, 3).map(({ subject }) => subject.name ?? 'the whole')
  expect(things).toEqual(['the whole', 'default', 'api'])
})

test('only who may change settings and people may, by role and by the scopes of a token', async () => {
  expect((await ben.get('/api/v1/config')).status).toBe(403)
  expect((await ben.post('/api/v1/config', { config: {} })).status).toBe(403)
  const { body } = await ana.post<{ token: string }>(`/api/v1/people/${ana.id}/tokens`, {
    name: 'people',
    scopes: ['people:write'],
  })
  expect((await callerOf(world.url, body.token, ana.id).get('/api/v1/config')).status).toBe(403)
})

test('in the terminal: exported, changed in the file, tried, applied', async () => {
  const file = join(world.dataDir, 'fireline.yaml')
  await fireline('config', 'export', '--out', file)
  const text = readFileSync(file, 'utf8')
  expect(text).toContain('  shop:\n    steps:\n      - after: 0m\n        notify:\n          - schedule: primary\n')
  expect(await fireline('config', 'apply', file)).toBe('Nothing differs: the settings are what the file says.\n')
  writeFileSync(file, text.replace('after: 10m', 'after: 15m'))
  const line = `~ policy shop
    step 2, after: 10m -> 15m
! policies.shop.steps.0.notify.0.schedule: Ben has no channel: a step that means them passes them by.
`
  expect(await fireline('config', 'apply', file, '--dry-run')).toBe(
    `${line}One thing would change. Nothing was changed.\n`,
  )
  expect(await fireline('config', 'apply', file)).toBe(`${line}One thing changed.\n`)
})

test('a file that would blow up, or that hides things, is not read', async () => {
  const file = join(world.dataDir, 'bomb.yaml')
  const apply = async (yaml: string) => {
    writeFileSync(file, yaml)
    return fireline('config', 'apply', file).catch((error: Error) => error.message)
  }
  expect(await apply('a: &a [x, x]\nservices: [*a, *a]')).toContain('Write it out.')
  expect(await apply('services: {a: {name: A}, a: {name: B}}')).toContain('unique')
  expect(await apply(`services: # ${'x'.repeat(512_000)}`)).toContain('larger than 512 KB')
  expect(await apply('services: !!js/function "x"\npolicies: []')).toContain('config.')
  expect(await apply('services:\n  __proto__: {name: A}')).not.toContain('changed.')
  expect(await apply('- a')).toContain('config')
})

test('what a service lacks before it burns is one line of ticks, and why', async () => {
  const carl = await world.person('Carl', 'responder', 'carl@example.org')
  await apply({
    policies: {
      lone: {
        steps: [{ after: '0m', notify: [{ person: 'carl@example.org' }] }],
        fallback: { person: 'ana@example.org' },
      },
    },
    services: { lone: { name: 'Lone', policy: 'lone' } },
  })
  const ready = () => fireline('ready', 'lone').finally(() => (process.exitCode = 0))
  expect(await ready()).toBe(`lone  ✗ owner   ✗ on call   ✗ page proven   ~ alerts with a page
        owner: No owner is named. Say who on the page of the service.
        on call: Carl has no channel: a step that means them passes them by.
        page proven: Carl answered no page in 90 days. Send a test: Settings, Me.
        alerts with a page: No alert of it came in 90 days: nothing to go by.

Not ready for everything.
`)
  const phone = { channel: 'ntfy', settings: { topic: 'carls-phone' } }
  await apply({
    channels: { 'carl@example.org': [phone] },
    services: { lone: { name: 'Lone', policy: 'lone', owner: 'Carl' } },
  })
  const { db, clock } = world.fireline.desk
  await db.query(
    `insert into test_call (id, person, channel, asked_by, asked_at, digest, tapped_at)
     values (gen_random_uuid(), $1, 'ntfy', $1, $2, 'a tap', $2)`,
    [carl.id, clock.now()],
  )
  const sending = await sendingTo(world, 'lone', { policy: 'lone', owner: 'Carl' })
  await sending.send(firing({ alertname: 'DiskFull', severity: 'info' }))
  expect(await ready()).toMatch(/✓ owner {3}✓ on call {3}✓ page proven/)
  const all = (await ben.get<{ services: ServiceReady[] }>('/api/v1/readiness/services')).body.services
  expect(all.map(one => one.service)).toContain('shop')
  expect(all.find(one => one.service === 'lone')?.ticks.at(-1)?.says).toMatch(/for [01] of its 1 kinds/)
  expect((await ben.get('/api/v1/readiness/services?service=gone')).status).toBe(404)
})

test('what being on call was like is counted, for people and for a spreadsheet', async () => {
  await world.person('=Dora', 'responder', 'dora@example.org')
  const layers = [{ people: ['dora@example.org'], from: '2025-01-06' }]
  await apply({
    schedules: { nights: { zone: 'Europe/Berlin', layers } },
    policies: { nights: { steps: [{ after: '0m', notify: [{ schedule: 'nights' }] }] } },
    services: { nights: { name: 'Nights', policy: 'nights' } },
    channels: { 'dora@example.org': [{ channel: 'ntfy', settings: { server: ntfy.url, topic: 'dora' } }] },
  })
  await ben.post('/api/v1/incidents', { title: 'Shop is slow', severity: 'sev2', service: 'nights' })
  await until(() => ledger.takeNew()[0], 'the page')
  const dora = async (query = '') =>
    (await ben.get<LoadReport>(`/api/v1/reports/load${query}`)).body.people.find(one => one.name === '=Dora')
  expect(await until(async () => ((await dora())?.pages ?? 0) > 0 && dora(), 'the page is counted')).toMatchObject({
    zone: 'Europe/Berlin',
    shifts: 1,
    pages: 1,
    pagesPerShift: 1,
    hours: { all: 672, holiday: 0 },
  })
  const march = '?from=2026-03-01&to=2026-04-01&zone=Europe/Berlin'
  expect(await dora(march)).toMatchObject({ hours: { all: 743, weekday: 352, weekend: 144, night: 247 }, pages: 0 })
  const csv = await ben.get<string>(`/api/v1/reports/load${march}&format=csv`)
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(csv.body).toContain("\r\n'=Dora,Europe/Berlin,1,743,352,144,247,0,0,0,0,0\r\n")
  expect(await fireline('load', '--from', '2026-03-01', '--to', '2026-04-01', '--zone', 'Europe/Berlin', '--csv')).toBe(
    csv.body,
  )
  expect(await fireline('load', '--from', '2026-03-01', '--to', '2026-03-02')).toMatch(/^=Dora +24 /m)
  const wrong = async (query: string) =>
    (await ben.get<{ error: { path: string } }>(`/api/v1/reports/load${query}`)).body.error.path
  expect([await wrong('?from=2026-03-02&to=2026-03-01'), await wrong('?from=2020-01-01&to=2026-01-01')]).toEqual([
    'query.to',
    'query.from',
  ])
  expect([await wrong('?from=March'), await wrong('?zone=Mars/Olympus')]).toEqual(['query.from', 'query.zone'])
})

test('another pager is taken over: tried, with what is lost, then whole; who is not here yet is asked about', async () => {
  const fixture = join(import.meta.dirname, '../fixtures/imports/pagerduty.json')
  const file = join(world.dataDir, 'pagerduty.json')
  writeFileSync(file, readFileSync(fixture, 'utf8').replaceAll('carl@example.org', 'eve@example.org'))
  await expect(fireline('import', 'pagerduty', file)).rejects.toThrow('addPeople: Not here yet: eve@example.org.')
  const tried = await fireline('import', 'pagerduty', file, '--dry-run', '--add-people')
  expect(tried).toMatch(/! A policy means Gone[^]*\+ person Carl <eve@example.org>\n\+ schedule primary-on-call\n/)
  expect(tried).toMatch(/would change\. Nothing was changed\.\n$/)
  expect((await ana.get('/api/v1/schedules/primary-on-call')).status).toBe(404)
  const yaml = await fireline('import', 'pagerduty', file, '--yaml', '--add-people')
  expect(yaml).toContain('# A policy means Gone')
  await fireline('import', 'pagerduty', file, '--add-people')
  const onCall = await ana.get<{ onCall: { schedule: string; person: { name: string } }[] }>(
    '/api/v1/on-call?at=2026-03-03T20:00:00Z',
  )
  expect(onCall.body.onCall.find(one => one.schedule === 'primary-on-call')?.person.name).toBe('Ana')
  const again = await fireline('import', 'pagerduty', file)
  expect(again).toContain('Nothing differs')
  const { body } = await ana.post<{ error: { path: string } }>('/api/v1/import/pagerduty', {
    exported: { users: [{}] },
  })
  expect(body.error.path).toBe('exported.users.0.id')
  expect((await ana.post('/api/v1/import/constructor', { exported: {} })).status).toBe(404)
  expect((await ben.post('/api/v1/import/pagerduty/try', { exported: {} })).status).toBe(403)
})
