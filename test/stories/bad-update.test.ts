import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { putRowsBack } from '../../src/agent/restore-rows.ts'
import type { Refusal } from '../../src/incident/decision.ts'
import type { Entry } from '../../src/incident/entry.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { type FreshDatabase, freshDatabase } from '../database.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { requireProgram } from '../real-program.ts'
import { shopSchema, withClient } from '../shop-database.ts'

let world: World
let shop: FreshDatabase
let ana: Caller
let incident: string
beforeAll(async () => {
  world = await startWorld({ FIRELINE_LOCAL_RUN: '1' })
  shop = await freshDatabase()
  await withClient(shop.config, client => client.query(shopSchema))
  await world.admin.put('/api/v1/resources/shop', { kind: 'postgres', url: shop.url })
  ana = await world.person('Ana')
  const opened = await ana.post<{ id: string }>('/api/v1/incidents', {
    title: 'Totals are a hundredfold',
    severity: 'sev2',
    service: 'default',
  })
  incident = opened.body.id
})
afterAll(async () => {
  await world.stop()
  await shop.drop()
})

const ask = (command: string, body: object) => ana.post(`/api/v1/incidents/${incident}/${command}`, body)
async function done(command: string, body: object): Promise<Entry[]> {
  const { status, body: answer } = await ask(command, body)
  expect({ status, answer }).toMatchObject({ status: 200 })
  return (answer as { entries: Entry[] }).entries
}
const refused = async (command: string, body: object) =>
  ((await ask(command, body)).body as { refusal: Refusal }).refusal
const is = async () => (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body
const types = (entries: Entry[]) => entries.map(entry => entry.type)
const run = async (sql: string) =>
  (await withClient(shop.config, client => client.query<{ n: string }>(sql))).rows[0]?.n
const totals = () => run('select sum(total)::text as n from public.orders')
const command = (sql: string) =>
  `psql -X -h ${String(shop.config.host)} -U ${String(shop.config.user)} -d ${String(shop.config.database)} -c '${sql}'`
const propose = (what: string, sql: string) =>
  done('propose-change', {
    what,
    intent: 'mitigation',
    kind: 'complex',
    touches: [`pg:shop/${String(shop.config.database)}/public.orders`],
    commands: [command(sql)],
  })

const psql = requireProgram('psql')

describe.runIf(psql)('a bad UPDATE, alone at night', () => {
  it('its rows are saved in seconds, the fix runs, is found wrong, goes back, and is done right', async () => {
    const good = await totals()
    await run('update public.orders set total = total * 100 where id <= 300')
    const wrong = await totals()

    await propose('Divide the totals', 'update orders set total = total / 10 where id <= 300')
    const no = await refused('apply-change', { change: 'C1' })
    const rows = no.next.find(way => way.label === 'Save the rows it touches')
    const saved = await done(rows?.command ?? '', rows?.body ?? {})
    expect(types(saved)).toEqual(['BackupStarted', 'BackupVerified'])
    expect(saved[1]?.data).toMatchObject({ level: 'L3', prints: [{ count: 300 }] })
    await run('update public.orders set total = total + 1 where id = 1')
    expect((await refused('apply-change', { change: 'C1' })).message).toContain('It would touch other rows now')
    await run('update public.orders set total = total - 1 where id = 1')
    await until(async () => (await ask('apply-change', { change: 'C1' })).status === 200, 'the rows as they were saved')
    expect((await is()).changes[0]).toMatchObject({ state: 'applied', results: [{ output: 'UPDATE 300\n' }] })

    world.advance(31_000)
    const look = await until(async () => (await is()).changes[0]?.looks?.[0], 'the look at what became of it')
    expect(look).toMatchObject({ afterMs: 30_000, verdict: 'same' })
    expect(await totals()).not.toBe(good)

    const { location = '' } = (await is()).backups[0] ?? {}
    expect(await putRowsBack(location, shop.url, false)).toMatchObject({ saved: 300, writtenOver: 300, others: [] })
    expect(await totals()).toBe(wrong)
    await done('roll-back-change', { change: 'C1' })

    await propose('Divide by a hundred', 'update orders set total = total / 100 where id <= 300')
    expect((await refused('apply-change', { change: 'C2' })).code).toBe('no-verified-backup')
    await done('take-backup', { change: 'C2', driver: 'rows' })
    await done('apply-change', { change: 'C2' })
    expect(await totals()).toBe(good)
    await done('verify-change', { change: 'C2' })
  })
})
