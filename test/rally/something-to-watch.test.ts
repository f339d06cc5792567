import { afterAll, beforeAll, expect, test } from 'vitest'
import { Ledger } from '../fakes/ledger.ts'
import { startSmtp } from '../fakes/smtp.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { openIncident } from './people-at-a-terminal.ts'
import { type PromptAgent, promptAgent } from './prompt-agent.ts'

const ledger = new Ledger()
const path = '/api/v1/me/watch-wish'
const nothing = { everything: false, services: [], teams: [] }
const agents: PromptAgent[] = []
let world: World
let smtp: Awaited<ReturnType<typeof startSmtp>>
let ana: Caller
let vera: Caller

beforeAll(async () => {
  smtp = await startSmtp(ledger)
  world = await startWorld({ FIRELINE_SMTP_URL: smtp.url }, { ledger })
  ana = await world.person('Ana')
  vera = await world.person('Vera', 'viewer', 'vera@example.org')
})
afterAll(async () => {
  for (const agent of agents) agent.close()
  await world.stop()
  await smtp.stop()
})

/** Ana shares a terminal of hers; without `at` in a new incident. */
async function share(host: string, at?: string): Promise<string> {
  const incident = at ?? (await openIncident(world, { id: ana.id, name: 'Ana' }))
  agents.push(await promptAgent(world.url, ana, incident, host))
  await until(async () => (await owed('tell-learners')) === 0, 'the wishes to be looked up')
  return incident
}
async function owed(kind: string): Promise<number> {
  const { desk } = world.fireline
  const { rowCount } = await desk.db.query(
    `select 1 from obligation where kind = $1 and state = 'owed' and due_at <= $2`,
    [kind, desk.clock.now()],
  )
  return rowCount ?? 0
}
const settled = () => until(async () => (await owed('watch-word')) === 0, 'what is due to be said')
const plain = (body: string) => body.replaceAll('=\n', '').replaceAll('=\r\n', '').replaceAll('=3D', '=')
const words = async () => {
  await settled()
  return ledger.takeNew().map(one => ({ ...one, body: plain(one.body) }))
}

test('who watches to learn is told once an incident when a terminal is shown live, and not any more after one tap', async () => {
  expect((await vera.get(path)).body).toEqual(nothing)
  for (const [wish, at] of [
    [{ ...nothing, services: ['shoop'] }, 'services.0'],
    [{ ...nothing, teams: ['default', 'blue'] }, 'teams.1'],
  ] as const)
    expect((await vera.put(path, wish)).body).toMatchObject({ error: { path: at } })
  expect((await vera.get(path)).body).toEqual(nothing)
  await vera.put(path, { ...nothing, services: ['default'] })
  await ana.put(path, { ...nothing, everything: true })
  const incident = await share('db-1')
  await share('web-1', incident)
  const [word, ...more] = await words()
  expect(more).toEqual([])
  const { rows } = await world.fireline.desk.db.query(`select body from obligation where kind = 'watch-word'`)
  expect(rows).toEqual([{ body: expect.stringContaining(vera.id) }])
  expect(word).toMatchObject({
    to: expect.stringContaining('vera@'),
    what: expect.stringContaining('something to watch: INC-1 '),
  })
  expect(word?.body).toContain('Shown live by Ana on db-1')
  expect(word?.body).toMatch(/\/incidents\/INC-1\s/)
  const off = /<(http[^>]+)>/.exec(word?.headers['list-unsubscribe'] ?? '')?.[1] ?? 'no link'
  expect(word?.body).toContain(off)
  expect(await (await fetch(off)).text()).toContain('Switch it off')
  expect((await vera.get(path)).body).toMatchObject({ services: ['default'] })
  await fetch(off, { method: 'POST' })
  expect((await vera.get(path)).body).toEqual(nothing)
  world.advance(30 * 60_000)
  await share('db-2')
  expect(await words()).toEqual([])
})

test('in quiet hours nothing is said; when they are over one message tells all that there was', async () => {
  await vera.put(path, { ...nothing, teams: ['default'] })
  const { clock } = world.fireline.desk
  const hour = (more: number) => new Date(clock.now().getTime() + more * 3_600_000).toISOString().slice(11, 16)
  const quiet = [{ days: [], from: hour(-1), to: hour(2), lets: 'sev1' }]
  expect((await vera.put(`/api/v1/people/${vera.id}/rules`, { zone: 'UTC', steps: [], quiet })).status).toBe(200)
  const over = await share('db-3')
  const live = await share('db-4')
  await ana.post(`/api/v1/incidents/${over}/resolve`)
  expect(await words()).toEqual([])
  world.advance(2 * 3_600_000 + 60_000)
  const [word, ...more] = await words()
  expect(more).toEqual([])
  expect(word?.what).toContain('2 incidents')
  const numberOf = async (id: string) => (await ana.get<{ number: number }>(`/api/v1/incidents/${id}`)).body.number
  expect(word?.body).toContain(`/incidents/INC-${await numberOf(over)}/replay`)
  expect(word?.body).toMatch(new RegExp(`/incidents/INC-${await numberOf(live)}\\s`))
})

test('when much burns what comes within a quarter of an hour is told together', async () => {
  await vera.put(`/api/v1/people/${vera.id}/rules`, { zone: 'UTC', steps: [], quiet: [] })
  world.advance(20 * 60_000)
  await share('db-5')
  expect(await words()).toHaveLength(1)
  for (const host of ['db-6', 'db-7', 'db-8']) await share(host)
  expect(await words()).toEqual([])
  world.advance(16 * 60_000)
  const [word, ...more] = await words()
  expect(more).toEqual([])
  expect(word?.what).toContain('3 incidents')
  for (const host of ['db-6', 'db-7', 'db-8']) expect(word?.body).toContain(`Ana on ${host}`)
})

test('time spent watching is counted by incident, never more than passed, seen in Me and in the load report; a no deletes it', async () => {
  const incident = await share('db-9')
  const watched = (who: Caller, minutes: number) => who.post(`/api/v1/incidents/${incident}/watched`, { minutes })
  const mine = '/api/v1/me/shadow-hours'
  expect((await watched(vera, 3)).body).toEqual({ counted: 3 })
  expect((await watched(vera, 5)).body).toEqual({ counted: 0 })
  world.advance(2 * 60_000)
  expect((await watched(vera, 5)).body).toEqual({ counted: 2 })
  expect((await watched(vera, 0)).body).toMatchObject({ error: { path: 'minutes' } })
  expect((await vera.get(mine)).body).toMatchObject({
    counted: true,
    minutes: 5,
    incidents: [{ incident, minutes: 5 }],
  })
  const tomorrow = new Date(world.fireline.desk.clock.now().getTime() + 86_400_000).toISOString()
  const report = async () =>
    (await ana.get<string>(`/api/v1/reports/load?format=csv&to=${tomorrow}`)).body.split('\r\n').filter(Boolean)
  expect(await report()).toEqual([expect.stringMatching(/,shadow hours$/), expect.stringMatching(/^Vera,.*,0\.08$/)])
  await vera.put(mine, { counted: false })
  world.advance(2 * 60_000)
  expect((await watched(vera, 1)).body).toEqual({ counted: 0 })
  expect((await vera.get(mine)).body).toEqual({ counted: false, minutes: 0, incidents: [] })
})
