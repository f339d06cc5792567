import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Entry } from '../../src/incident/entry.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { startNtfy } from '../fakes/http.ts'
import { Ledger, type Sent } from '../fakes/ledger.ts'
import { startSmtp } from '../fakes/smtp.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { openBrowser } from '../rally/people-at-a-terminal.ts'
import { firing, sendingTo } from '../sending.ts'

const ledger = new Ledger()
const minute = 60_000
let world: World
let smtp: Awaited<ReturnType<typeof startSmtp>>
let ana: Caller
let ben: Caller

beforeAll(async () => {
  smtp = await startSmtp(ledger)
  world = await startWorld({ FIRELINE_SMTP_URL: smtp.url, FIRELINE_ALLOW_PRIVATE: '127.0.0.1' }, { ledger })
  ana = await world.person('Ana', 'responder', 'ana@example.org')
  ben = await world.person('Ben', 'responder', 'ben@example.org')
})
afterAll(async () => {
  await world.stop()
  await smtp.stop()
})
/** Nobody was told anything that the story did not read. */
afterEach(() => expect(ledger.takeNew()).toEqual([]))

const at = (is: { id: string }, more = '') => `/api/v1/incidents/${is.id}${more}`
const declare = async (title: string, service = 'default') =>
  (await world.admin.post<Incident>('/api/v1/incidents', { title, severity: 'sev3', service })).body
const read = async (is: Incident) => (await world.admin.get<Incident>(at(is))).body
const entries = async (is: Incident) =>
  (await world.admin.get<{ entries: Entry[] }>(at(is, '/timeline?after=0'))).body.entries
const over = async (is: Incident) => expect((await world.admin.post(at(is, '/resolve'))).status).toBe(200)
const policy = (slug: string, body: object) => world.admin.put(`/api/v1/policies/${slug}`, body)
const next = (what: string): Promise<Sent> => until(() => ledger.takeNew()[0], what)
const calls = (person: Caller, afterMs = 0) => ({ afterMs, notify: [{ person: person.id }] })

it('goes by the policy that it opened with, whatever is edited meanwhile, and by who is on call then', async () => {
  await policy('shop', { steps: [calls(ana), calls(ben, 5 * minute)] })
  await world.admin.put('/api/v1/services/shop', { name: 'Shop', policy: 'shop' })
  const is = await declare('Carts are empty', 'shop')
  expect((await next('the first page')).to).toBe('ana@example.org')
  expect((await read(is)).policy?.steps).toHaveLength(2)
  expect((await policy('shop', { steps: [calls(ana, 60 * minute)] })).status).toBe(200)
  world.advance(5 * minute)
  expect((await next('the second step, as it was written when this opened')).to).toBe('ben@example.org')
  await over(is)
  const later = await declare('Carts are empty again', 'shop')
  expect((await read(later)).policy?.steps).toMatchObject([{ afterMs: 60 * minute }])
  await over(later)
})

it('who works in the room is not asked again; who only has it open is, half an hour after their last move', async () => {
  const is = await declare('Shop is slow')
  expect((await next('the page')).to).toBe('ana@example.org')
  await ana.post(at(is, '/acknowledge'))
  const [anas, bens] = [await openBrowser(world.url, ana.token), await openBrowser(world.url, ben.token)]
  for (const one of [anas, bens]) one.send({ type: 'watch-timeline', incident: is.id })
  world.advance(20 * minute)
  anas.send({ type: 'moved', incident: is.id })
  const moved = 'select 1 from room_activity where incident = $1'
  const { db } = world.fireline.desk
  await until(async () => (await db.query(moved, [is.id])).rowCount === 1, 'her move to be kept')
  world.advance(10 * minute)
  const renewed = await until(
    async () => (await entries(is)).find(one => one.type === 'Acknowledged' && one.data.renewed),
    'the quiet to go on',
  )
  const { until: quietUntil, acknowledgedBy } = await read(is)
  expect(acknowledgedBy).toBe(ana.id)
  expect(Math.round((Date.parse(quietUntil ?? '') - Date.parse(renewed.at)) / minute)).toBe(20)
  world.advance(10 * minute)
  bens.send({ type: 'moved', incident: is.id })
  await until(async () => (await db.query(moved, [is.id])).rowCount === 2, "Ben's move to be kept")
  world.advance(10 * minute)
  expect((await next('the page after the quiet')).body).toContain('had it, and the quiet is over')
  anas.close()
  bens.close()
  await over(is)
})

it('a silence over everything that fires holds the calls of an open incident, until it is ended; who is asked for by hand is called', async () => {
  await policy('disks', { steps: [calls(ana), calls(ben, 5 * minute)] })
  const disks = await sendingTo(world, 'disks', { policy: 'disks' })
  smtp.misbehave.push(451)
  await disks.send(firing({ alertname: 'DiskFull', instance: 'db-1', severity: 'critical' }))
  const is = await until(
    async () =>
      (await world.admin.get<{ incidents: Incident[] }>('/api/v1/incidents?status=open')).body.incidents.find(
        one => one.service === 'disks',
      ),
    'the incident',
  )
  const answers = async () =>
    (
      await world.admin.get<{ pages: { attempts: { answer: string }[] }[] }>(at(is, '/pages'))
    ).body.pages[0]?.attempts.map(one => one.answer)
  await until(async () => (await answers())?.length === 1, 'the first page to be turned away for now')
  const silence = { service: 'disks', reason: 'new disks', lastsMs: 60 * minute }
  const made = (await ben.post<{ id: string }>('/api/v1/silences', silence)).body
  await until(async () => (await read(is)).held, 'the calls to be held')
  world.advance(10 * minute)
  await until(async () => (await answers())?.length === 2, 'the page to be looked at again')
  expect((await answers())?.[1]).toContain('it waits. This one was not sent.')
  await ana.post(at(is, '/page'), { person: ben.id })
  expect((await next('Ben, asked for by hand')).body).toContain('because Ana asks for you')
  const before = ledger.sent.length
  await world.admin.delete(`/api/v1/silences/${made.id}`)
  await until(async () => !(await read(is)).held, 'the calls to go on')
  world.advance(minute)
  const mails = await until(() => ledger.sent.length === before + 2 && ledger.takeNew(), 'what was held')
  expect(mails.map(one => `${one.to} ${/because ([^.]*)/.exec(one.body)?.[1]}`).sort()).toEqual([
    'ana@example.org you are on call',
    'ben@example.org nobody has answered yet',
  ])
  expect(mails.some(one => one.body.includes('may be a repeat'))).toBe(false)
  const types = (await entries(is)).map(one => one.type).filter(type => /Escalation|Silenced/.test(type))
  expect(types).toEqual([
    'EscalationStepped',
    'AlertsSilenced',
    'EscalationHeld',
    'EscalationResumed',
    'EscalationStepped',
  ])
  await over(is)
})

it('says what would happen if it broke now, and that is what happens', async () => {
  await policy('maps', { steps: [calls(ben), calls(ana, 5 * minute)], fallback: { person: ben.id } })
  await world.admin.put('/api/v1/services/maps', { name: 'Maps', policy: 'maps' })
  const preview = await ana.get<{ lines: { atMs: number; who: { id: string }; over: string }[]; goesOn: string }>(
    '/api/v1/services/maps/preview?severity=sev3',
  )
  const said = preview.body.lines.map(one => `${one.who.id} by ${one.over}`)
  expect(said).toEqual([ben, ana, ben].map(one => `${one.id} by mail`))
  expect(preview.body.goesOn).toBe('And so on, every 5 min, until somebody acknowledges.')
  expect(preview.body).toMatchObject({
    policy: 'maps',
    warnings: [expect.stringContaining('Ben is paged by mail only'), {}],
  })
  const is = await declare('Maps are empty', 'maps')
  const paged: (string | undefined)[] = []
  for (const [n, { atMs }] of preview.body.lines.entries()) {
    world.advance(n === 0 ? 0 : atMs - (preview.body.lines[n - 1]?.atMs ?? 0))
    paged.push((await next('the page')).to)
    await until(
      async () => (await read(is)).calls.every(call => call.state === 'handed over'),
      'the answer to be noted',
    )
  }
  expect(paged).toEqual(['ben@example.org', 'ana@example.org', 'ben@example.org'])
  await over(is)
  expect((await ana.get('/api/v1/services/none/preview')).status).toBe(404)
  const { lines } = (await ana.get<{ lines: { who: unknown }[] }>('/api/v1/services/maps/preview')).body
  expect(lines.map(one => one.who)).toContain('stakeholders')
  expect((await ana.get('/api/v1/services/maps/preview?at=soon')).body).toMatchObject({ error: { path: 'query.at' } })
})

it('refuses a policy that pages nobody, by name, and saves one whose person may sleep through it, and says so', async () => {
  const cem = await world.person('Cem')
  const refused = await policy('night', { steps: [calls(cem)] })
  expect(refused).toMatchObject({ status: 400, body: { error: { path: 'steps' } } })
  expect((refused.body['error'] as { message: string }).message).toContain('It would page nobody: Cem has no channel.')
  expect((await world.admin.get('/api/v1/policies/night')).status).toBe(404)
  const sleeps = 'Ana is paged by mail only, and that wakes nobody. ntfy or Telegram on their phone may.'
  const warnings = [{ path: 'steps.0.notify.0.person', says: sleeps }]
  expect((await policy('night', { steps: [calls(ana)] })).body).toMatchObject({ warnings })
  expect((await world.admin.get('/api/v1/policies/night')).body).toMatchObject({ warnings })
  expect((await world.admin.get('/api/v1/readiness')).body).toMatchObject({
    unreached: [{ name: 'Cem' }],
    doubts: [{ name: 'Ana', says: sleeps }, { name: 'Ben' }],
    pagingNobody: [],
  })
  const turns = { layers: [{ people: [ana.id], every: 'week', from: '2026-01-05' }] }
  expect((await world.admin.put('/api/v1/schedules/nights', turns)).body).toMatchObject({
    warnings: [{ says: sleeps }],
  })
  await policy('night', { steps: [{ afterMs: 0, notify: [{ schedule: 'nights' }] }] })
  const cems = { layers: [{ people: [cem.id], every: 'week', from: '2026-01-05' }] }
  expect(await world.admin.put('/api/v1/schedules/nights', cems)).toMatchObject({
    status: 400,
    body: {
      error: {
        path: 'layers',
        message: expect.stringContaining('The policy "night" goes by this. It would page nobody'),
      },
    },
  })
  expect((await policy('drill', { steps: [calls(cem)], pagesNobody: true })).status).toBe(200)
})

it("goes by a person's own rules: mail two minutes after the phone, unless somebody has it; at once when the phone is down", async () => {
  const ntfy = await startNtfy(ledger)
  const her = `/api/v1/people/${ana.id}`
  await ana.put(`${her}/contacts`, {
    contacts: [{ channel: 'ntfy', settings: { server: ntfy.url, topic: 'ana-phone' } }],
  })
  const steps = [
    { channel: 'ntfy', afterMs: 0 },
    { channel: 'mail', afterMs: 2 * minute },
  ]
  const wrong = await ana.put(`${her}/rules`, { steps: [{ channel: 'telegram', afterMs: 0 }] })
  expect(wrong).toMatchObject({
    status: 400,
    body: { error: { path: 'steps.0.channel', message: 'Ana has no telegram. There is: ntfy, mail.' } },
  })
  const never = { quiet: [{ from: '00:00', to: '00:00', lets: 'none' }] }
  expect(await ana.put(`${her}/rules`, never)).toMatchObject({ status: 400, body: { error: { path: 'quiet' } } })
  expect((await ben.put(`${her}/rules`, { steps })).status).toBe(403)
  expect((await ana.put(`${her}/rules`, { zone: 'Europe/Berlin', steps })).status).toBe(200)
  expect((await ana.get(`${her}/rules`)).body).toMatchObject({ zone: 'Europe/Berlin', steps, quiet: [] })

  const first = await declare('Shop is slow')
  expect((await next('the phone')).over).toBe('http')
  await until(async () => (await read(first)).calls[0]?.state === 'handed over', 'its answer to be noted')
  world.advance(2 * minute)
  expect((await next('the mail')).to).toBe('ana@example.org')
  await over(first)

  const second = await declare('Shop is slow again')
  await next('the phone')
  await ana.post(at(second, '/acknowledge'))
  world.advance(2 * minute)
  await until(async () => (await read(second)).calls[1]?.moot, 'the mail not to be needed')
  await over(second)

  ntfy.misbehave.push({ status: 500 })
  const third = await declare('Shop is slow once more')
  await until(() => ledger.sent.at(-1)?.to === 'ana@example.org', 'the mail at once')
  await over(third)
  ledger.takeNew()
  await ntfy.stop()
})
