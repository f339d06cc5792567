import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expireCopies, keptForMs } from '../../src/hosts/copies.ts'
import type { Refusal } from '../../src/incident/decision.ts'
import type { Entry } from '../../src/incident/entry.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { typedBy } from '../as-typed.ts'
import { type FreshDatabase, freshDatabase } from '../database.ts'
import { answered, startHaproxy, startWeb } from '../proxies.ts'
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

const ask = (command: string, body: object, by = ana) => by.post(`/api/v1/incidents/${incident}/${command}`, body)
async function done(command: string, body: object, by = ana): Promise<Entry[]> {
  const { status, body: answer } = await ask(command, body, by)
  expect({ status, answer }).toMatchObject({ status: 200 })
  return (answer as { entries: Entry[] }).entries
}
const refused = async (command: string, body: object, by = ana) =>
  ((await ask(command, body, by)).body as { refusal: Refusal }).refusal
const is = async () => (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body
const types = (entries: Entry[]) => entries.map(entry => entry.type)
const run = async (sql: string) =>
  (await withClient(shop.config, client => client.query<{ n: string }>(sql))).rows[0]?.n
const totals = () => run('select sum(total)::text as n from public.orders')
const command = (sql: string) =>
  `psql -X -h ${String(shop.config.host)} -U ${String(shop.config.user)} -d ${String(shop.config.database)} -c '${sql}'`
const propose = (what: string, sql: string, by = ana) => {
  const touches = [`pg:shop/${String(shop.config.database)}/public.orders`]
  return done('propose-change', { what, intent: 'mitigation', kind: 'complex', touches, commands: [command(sql)] }, by)
}

/** What stands in one row alone. */
const marked = 'a jar of quinces, for the neighbour'
/** Files of Fireline that hold this text as it reads. */
const holding = (text: string) =>
  readdirSync(world.dataDir, { recursive: true, encoding: 'utf8' })
    .map(name => join(world.dataDir, name))
    .filter(path => statSync(path).isFile() && readFileSync(path).includes(text))

const psql = requireProgram('psql')

describe.runIf(psql)('a bad UPDATE, alone at night', () => {
  it('its rows are saved in seconds, the fix runs, is found wrong, goes back, and is done right', async () => {
    await run(`update public.orders set note = '${marked}' where id = 17`)
    const good = await totals()
    await run('update public.orders set total = total * 100 where id <= 300')
    const wrong = await totals()

    await propose('Divide the totals', 'update orders set total = total / 10 where id <= 300')
    const no = await refused('apply-change', { change: 'C1' })
    const rows = no.next.find(way => way.label === 'Save the rows it touches')
    const saved = await done(rows?.command ?? '', rows?.body ?? {})
    expect(types(saved)).toEqual(['BackupStarted', 'BackupVerified'])
    expect(saved[1]?.data).toMatchObject({ level: 'L3', prints: [{ count: 300 }] })
    const { id = '', location = '', restore = '' } = (await is()).backups[0] ?? {}
    expect([basename(location), statSync(location).mode & 0o777, holding(marked)]).toEqual(['copy.sealed', 0o600, []])
    await run('update public.orders set total = total + 1 where id = 1')
    expect((await refused('apply-change', { change: 'C1' })).message).toContain('It would touch other rows now')
    await run('update public.orders set total = total - 1 where id = 1')
    await until(async () => (await ask('apply-change', { change: 'C1' })).status === 200, 'the rows as they were saved')
    expect((await is()).changes[0]).toMatchObject({ state: 'applied', results: [{ output: 'UPDATE 300\n' }] })

    world.advance(31_000)
    const look = await until(async () => (await is()).changes[0]?.looks?.[0], 'the look at what became of it')
    expect(look).toMatchObject({ afterMs: 30_000, verdict: 'same' })
    expect(await totals()).not.toBe(good)

    expect(restore).toBe(`fireline put-back ${id} --into <url>`)
    const back = await typedBy(world.url, ana, restore.replace('<url>', shop.url))
    expect(back).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('300 rows back as they were saved') as string,
    })
    expect([await totals(), holding(marked)]).toEqual([wrong, []])
    expect((await is()).backups[0]?.putBack).toMatchObject([{ by: 'Ana', rows: 300, equal: true }])
    await done('roll-back-change', { change: 'C1' })

    await propose('Divide by a hundred', 'update orders set total = total / 100 where id <= 300')
    expect((await refused('apply-change', { change: 'C2' })).code).toBe('no-verified-backup')
    await done('take-backup', { change: 'C2', driver: 'rows' })
    await done('apply-change', { change: 'C2' })
    expect(await totals()).toBe(good)
    await done('verify-change', { change: 'C2' })

    await done('resolve', { summary: 'The totals are right again' })
    const { desk } = world.fireline
    await expireCopies(desk)
    world.advance(keptForMs)
    await expireCopies(desk)
    const noKey = { key: null, kind: 'rows' }
    const kept = await desk.db.query('select key, kind from copy where incident = $1', [incident])
    expect([kept.rows, existsSync(location)]).toEqual([[noKey, noKey], false])
    expect((await is()).backups.map(one => one.expired?.why)).toEqual(['age', 'age'])
  })
})

const haproxy = requireProgram('haproxy') ?? ''
describe.runIf(psql && haproxy)('a bad UPDATE, with a lead, an operator and one who watches', () => {
  it('three more rows change than were saved: red at once, worse on the card, back by the line shown, then done right; all of it stands in the draft', async () => {
    const [ben, cleo] = [await world.person('Ben'), await world.person('Cleo')]
    const key = await doorOf('default')
    const front = await inFront()
    const fires = async (alertname: string, status = 'firing') => {
      const alert = { status, labels: { alertname, severity: 'critical' }, startsAt: world.fireline.desk.clock.at() }
      expect((await world.admin.post(`/intake/${key}`, { version: '4', alerts: [alert] })).status).toBe(202)
    }
    const good = await totals()
    await run('update public.orders set total = total * 100 where id <= 300')
    const wrong = await totals()
    await fires('OrderTotalsTooHigh')
    incident = await until(async () => {
      const { incidents } = (await ana.get<{ incidents: Incident[] }>('/api/v1/incidents?status=open')).body
      return incidents[0]?.id
    }, 'the incident')
    await done('acknowledge', {})
    await done('join', {}, ben)
    await done('join', { as: 'observer' }, cleo)
    await done('give-keyboard', { to: ben.id })

    const touched = 'where id <= 300 or id > 5000'
    await propose('Divide the totals by ten', `update orders set total = total / 10 ${touched}`, ben)
    await done('take-backup', { change: 'C1', driver: 'rows' }, ben)
    expect((await refused('apply-change', { change: 'C1' }, cleo)).code).toBe('only-the-operator')
    // Its first look is had: from here on the proxy is told apart by the change.
    await until(() => front.isRead(), 'the proxy to be read')
    await front.asked(25, 200)
    // Customers buy on, between the last look and the command.
    const { desk } = world.fireline
    desk.passing = point => {
      if (point === 'run-begun') bought(3)
    }
    await done('apply-change', { change: 'C1' }, ben)
    delete desk.passing
    expect((await is()).changes[0]).toMatchObject({ state: 'applied', rowsDiffer: { saved: 300, ran: 303 } })

    await until(() => front.isRead(), 'the proxy to be read again')
    await front.asked(25, 500)
    await fires('InvoicesDoNotAddUp')
    await until(async () => (await is()).alerts.length === 2, 'the new alert')
    world.advance(31_000)
    const look = await until(async () => (await is()).changes[0]?.looks?.[0], 'the look at what became of it')
    expect(look).toMatchObject({
      verdict: 'worse',
      lines: [
        'It changed 303 rows, and 300 were saved: 3 are in no copy.',
        'New since then: InvoicesDoNotAddUp.',
        'At the proxy of shop-b 100 % of 25 requests failed since, 0 % before.',
        '1 alert still firing.',
      ],
    })

    const { restore = '' } = (await is()).backups[0] ?? {}
    expect(await typedBy(world.url, ben, restore.replace('<url>', shop.url))).toMatchObject({ code: 0 })
    await done('roll-back-change', { change: 'C1' }, ben)
    expect(Number(await totals())).toBe(Number(wrong) + 3 * 50)

    const right = 'case when id > 5000 then total * 10 else total / 100 end'
    await propose('Divide the old ones by a hundred', `update orders set total = ${right} ${touched}`, ben)
    await done('take-backup', { change: 'C2', driver: 'rows' }, ben)
    expect(types(await done('apply-change', { change: 'C2' }, ben)).at(-1)).toBe('ChangeApplied')
    expect(Number(await totals())).toBe(Number(good) + 3 * 500)
    await done('verify-change', { change: 'C2' })
    for (const one of ['OrderTotalsTooHigh', 'InvoicesDoNotAddUp']) await fires(one, 'resolved')
    await done('resolve', { summary: 'The totals are right again' })

    const { entries } = (await cleo.get<{ entries: Entry[] }>(`/api/v1/incidents/${incident}/timeline`)).body
    const told = [
      'BackupVerified',
      'ChangeApplied',
      'RowsDiffer',
      'ChangeLooked',
      'CopyPutBack',
      'ChangeRolledBack',
      'ChangeVerified',
    ]
    expect([...new Set(types(entries))].filter(type => told.includes(type))).toEqual(told)
    await done('draft-page', {})
    const { markdown = '' } = (await is()).drafts.at(-1) ?? {}
    for (const said of [
      'Divide the old ones by a hundred (mitigation)',
      '300 rows of orders saved',
      'Put back by Ben',
      'Divide the totals by ten: rolled back. It changed 303 rows, and 300 were saved: 3 are in no copy. New since then: InvoicesDoNotAddUp.',
    ])
      expect(markdown).toContain(said)
    await front.stop()
  })
})

/** Orders of 500 each, by a program that knows nothing of any incident. */
function bought(orders: number): void {
  const one = `insert into public.orders (customer, total) select 1, 500 from generate_series(1, ${orders})`
  execFileSync('psql', ['-X', '-q', '-d', shop.url, '-c', one])
}

async function doorOf(service: string): Promise<string> {
  const made = await world.admin.post<{ key: string }>('/api/v1/integrations', { service, kind: 'webhook', name: 'am' })
  return made.body.key
}

/** A real proxy in front of the shop, named by a stand-by of its service; it is read as changes are looked at. */
async function inFront() {
  const web = await startWeb('web1')
  const proxy = await startHaproxy(haproxy, [`web1 127.0.0.1:${web.port}`])
  const way = { driver: 'haproxy', socket: proxy.socket, backend: 'app', server: 'web1' }
  expect((await world.admin.put('/api/v1/stand-bys/shop-b', { service: 'default', ...way })).status).toBe(200)
  const { db, clock } = world.fireline.desk
  return {
    async isRead() {
      const owed = `select from obligation where state = 'owed' and due_at <= $1 and body like '%look-at-change%'`
      return (await db.query(owed, [clock.now()])).rowCount === 0
    },
    async asked(times: number, status: number) {
      web.status = status
      for (let n = 0; n < times; n++) expect(await answered(proxy.url)).toBe(status)
    },
    stop: () => Promise.all([proxy.stop(), web.stop()]),
  }
}
