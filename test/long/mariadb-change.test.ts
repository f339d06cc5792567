import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Refusal } from '../../src/incident/decision.ts'
import type { Incident } from '../../src/incident/incident.ts'
import type { Offer } from '../../src/steps/change/offers.ts'
import { typedBy } from '../as-typed.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { startMariadb } from '../real-mariadb.ts'

const shop = await startMariadb()
let world: World
let ana: Caller
let incident: string
/** What stands in one row alone. */
const marked = 'a jar of quinces, for the neighbour'

beforeAll(async () => {
  if (!shop) return
  world = await startWorld({ FIRELINE_LOCAL_RUN: '1' })
  shop.sql(`create table orders (id int primary key, total int, note text); insert into orders select seq, seq * 7, 'note' from seq_1_to_400;
    update orders set note = '${marked}' where id = 17; create table customers (id int primary key); insert into customers values (1)`)
  ana = await world.person('Ana')
  const opened = await ana.post<{ id: string }>('/api/v1/incidents', {
    title: 'Totals',
    severity: 'sev2',
    service: 'default',
  })
  incident = opened.body.id
})
afterAll(async () => {
  await world?.stop()
  await shop?.stop()
})

const ask = (command: string, body: object) => ana.post(`/api/v1/incidents/${incident}/${command}`, body)
const refused = async (command: string, body: object) =>
  ((await ask(command, body)).body as { refusal: Refusal }).refusal
const is = async () => (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body
const totals = () => shop?.sql('select sum(total) from orders')
/** Files of Fireline that hold this text as it reads. */
const holding = (text: string) =>
  readdirSync(world.dataDir, { recursive: true, encoding: 'utf8' })
    .map(name => join(world.dataDir, name))
    .filter(path => existsSync(path) && statSync(path).isFile() && readFileSync(path).includes(text))

describe.runIf(shop)('a change of MariaDB', () => {
  it('waits for a proven copy, runs, and goes back by the very line that the incident shows', async () => {
    const fix = `mariadb --no-defaults --socket=${shop?.socket} -uroot shop -e 'update orders set total = 0'`
    const change = {
      what: 'Set them to nothing',
      intent: 'mitigation',
      kind: 'complex',
      touches: ['my:shop/shop/orders'],
    }
    await ask('propose-change', { ...change, commands: [fix] })
    expect((await refused('take-backup', { change: 'C1' })).code).toBe('unknown-resource')
    await world.admin.put('/api/v1/resources/shop', { kind: 'mariadb', url: shop?.url(), everyHours: 24 })
    expect((await refused('apply-change', { change: 'C1' })).code).toBe('no-verified-backup')
    const good = totals()
    expect((await ask('take-backup', { change: 'C1' })).status).toBe(200)
    const backup = await until(
      async () => {
        const [one] = (await is()).backups
        return one?.state === 'running' ? undefined : one
      },
      'the copy to be proven',
      60_000,
    )
    expect(backup).toMatchObject({ state: 'verified', driver: 'mariadb', level: 'L3', covers: ['my:shop/shop/orders'] })
    expect([basename(backup?.location ?? ''), holding(marked)]).toEqual(['copy.sealed', []])
    await until(
      async () => (await ask('apply-change', { change: 'C1' })).status === 200,
      'the change to be let through',
    )
    await until(async () => (await is()).changes[0]?.state === 'applied', 'the change to have run', 30_000)
    expect(totals()).toBe('0')
    expect(backup?.restore).toBe(`fireline put-back ${backup?.id} --into <url>`)
    const back = await typedBy(
      world.url,
      ana,
      (backup?.restore ?? '').replace('<url>', shop?.url('shop', 'root') ?? ''),
    )
    expect(back).toMatchObject({ code: 0, stdout: expect.stringContaining('shop: back as it was copied') as string })
    expect([totals(), holding(marked)]).toEqual([good, []])
  })

  it('is rehearsed, and the next change may rest on that copy', async () => {
    await world.admin.post('/api/v1/resources/shop/rehearse', {})
    const proven = async () =>
      (await ana.get<{ rehearsals: { outcome: string; level: string }[] }>('/api/v1/rehearsals')).body.rehearsals[0]
    expect(await until(proven, 'the rehearsal', 60_000)).toMatchObject({ outcome: 'proven', level: 'L3' })
    await ask('propose-change', { what: 'Again', intent: 'mitigation', kind: 'complex', touches: ['my:shop/shop'] })
    await ask('propose-change', { what: 'And again', intent: 'mitigation', kind: 'complex', touches: ['my:shop'] })
    const offersFor = async (change: string) =>
      (await ana.get<{ offers: Offer[] }>(`/api/v1/incidents/${incident}/changes/${change}/offers`)).body.offers
    // By the name that its address gives it, or without: it is the same database.
    for (const change of ['C2', 'C3'])
      expect(await offersFor(change)).toMatchObject([{ proof: 'last', enough: true }, { proof: 'full' }])
  })
})
