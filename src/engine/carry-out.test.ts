import { afterAll, beforeAll, expect, it } from 'vitest'
import { type HttpFake, startHttp } from '../../test/fakes/http.ts'
import { Ledger } from '../../test/fakes/ledger.ts'
import { type Caller, startWorld, until, type World } from '../../test/harness.ts'
import { fireline } from '../incident/entry.ts'
import { inTransaction, type Tx } from '../store/db.ts'
import { newIncident } from '../store/head.ts'
import { handle } from './handle.ts'
import { newId } from './id.ts'

const ledger = new Ledger()
let world: World
let hook: HttpFake
let ana: Caller
/** What another connection sees in the database at the moment a page arrives. */
const seen: { state: string; epoch: number; entries: string[] }[] = []

beforeAll(async () => {
  hook = await startHttp(ledger, (_, response, body) => {
    void look(JSON.parse(body) as { id: string; data: { incident: string } }).then(() => response.end('ok'))
    return true
  })
  world = await startWorld({ FIRELINE_ALLOW_PRIVATE: '127.0.0.1' }, { ledger })
  ana = await world.person('Ana')
  const settings = { url: `${hook.url}/page`, secret: 'a-secret-of-the-tests' }
  await ana.put(`/api/v1/people/${ana.id}/contacts`, { contacts: [{ channel: 'webhook', settings }] })
})
afterAll(async () => {
  await world.stop()
  await hook.stop()
})

async function look({ id, data: { incident } }: { id: string; data: { incident: string } }): Promise<void> {
  const { db } = world.fireline.desk
  const owed = await db.query<{ state: string; epoch: number }>('select state, epoch from obligation where key = $1', [
    `call:${id}`,
  ])
  const entries = await db.query<{ type: string }>('select type from entry where incident = $1 order by seq', [
    incident,
  ])
  const [row] = owed.rows
  if (row) seen.push({ ...row, entries: entries.rows.map(one => one.type) })
}

interface Is {
  id: string
}
const declare = async (title: string) =>
  (await world.admin.post<Is>('/api/v1/incidents', { title, severity: 'sev2', service: 'default' })).body
const timers = async ({ id }: Is) => {
  const { rows } = await world.fireline.desk.db.query<{ state: string; answer: string | null }>(
    `select state, answer from obligation left join attempt on obligation.id = attempt.obligation
      where incident = $1 and kind = 'ask' and body like '%"escalate"%' order by due_at`,
    [id],
  )
  return rows
}
const typesOf = async ({ id }: Is) =>
  (await world.admin.get<{ entries: { type: string }[] }>(`/api/v1/incidents/${id}/timeline`)).body.entries.map(
    entry => entry.type,
  )

it('a page is owed with the first entry, leased by the node that owes it, and leaves when both are committed', async () => {
  const is = await declare('Shop is slow')
  expect(await typesOf(is)).toEqual(['IncidentOpened', 'EscalationStepped', 'CallOwed'])
  await until(() => seen[0], 'the page')
  expect(seen[0]).toMatchObject({ state: 'owed', epoch: 1 })
  expect(seen[0]?.entries.slice(0, 3)).toEqual(['IncidentOpened', 'EscalationStepped', 'CallOwed'])
  await until(async () => (await typesOf(is)).includes('CallHandedOver'), 'its outcome')
  expect(await timers(is)).toEqual([
    { state: 'done', answer: 'asked at once' },
    { state: 'owed', answer: null },
  ])
  await world.admin.post(`/api/v1/incidents/${is.id}/resolve`, {})
})

it('an escalation that cannot be decided now stops no incident from opening: it is owed and tried again', async () => {
  const { loaders } = world.fireline.desk
  const { channels } = loaders
  let failing = true
  loaders.channels = (tx, was, ask) =>
    failing ? tx.query('select 1 from no_such_table').then(() => new Map()) : channels(tx, was, ask)
  const is = await declare('Nobody can pay')
  expect(await typesOf(is)).toEqual(['IncidentOpened'])
  expect(world.errors.splice(0).join()).toContain('could not be carried out at once')
  failing = false
  world.advance(11_000)
  await until(async () => (await typesOf(is)).includes('CallHandedOver'), 'the page all the same')
  loaders.channels = channels
  await world.admin.post(`/api/v1/incidents/${is.id}/resolve`, {})
})

it('of what one transaction owes, no more is begun at once than there are places; the rest is leased from the table', async () => {
  const { desk } = world.fireline
  const places = desk.placesFor
  desk.placesFor = () => 2
  const titles = ['one', 'two', 'three', 'four']
  const born = await inTransaction(desk.db, async tx => {
    for (const title of titles) await opened(tx, title)
    const { rows } = await tx.query<{ n: number }>(
      `select count(*) as n from obligation where kind = 'call' and state = 'owed' and leased_by is not null`,
    )
    return rows[0]?.n
  })
  desk.placesFor = places
  expect(born).toBe(2)
  await until(async () => seen.length >= 6, 'all four pages')
})

async function opened(tx: Tx, title: string): Promise<void> {
  const { desk } = world.fireline
  const id = newId(desk.clock.now())
  const body = { title, severity: 'sev2', service: 'default', number: await newIncident(tx, id) }
  await handle(desk, tx, id, { id, by: fireline, at: desk.clock.at(), body }, 'declare')
}
