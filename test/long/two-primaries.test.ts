import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Incident, Shift } from '../../src/incident/incident.ts'
import { lookAtDatabases } from '../../src/integrations/postgres/stand-by.ts'
import { checksOf } from '../../src/steps/change/traffic-checks.ts'
import { debianPostgres } from '../debian-postgres.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { type OtherPostgres, startOther } from '../other-postgres.ts'
import { type Haproxy, startHaproxy, startWeb, type Web } from '../proxies.ts'
import { requireProgram } from '../real-program.ts'
import { type Replica, startReplica } from '../replica.ts'
import { withClient } from '../shop-database.ts'

const debian = debianPostgres()
const program = requireProgram('haproxy')
const probe = "update cart set note = 'tried' where id = 1"

describe.runIf(debian && program)('a stand-by with a database of its own', () => {
  let live: OtherPostgres
  let replica: Replica
  let world: World
  let proxy: Haproxy
  let ana: Caller
  const webs: Web[] = []

  beforeAll(async () => {
    if (!debian || !program) return
    live = await startOther(debian, ['--locale=C.UTF-8'])
    await ask(live.url, `create table cart (id int primary key, note text); insert into cart values (1, 'full')`)
    replica = await startReplica(debian, live)
    webs.push(await startWeb('web1'), await startWeb('stand'))
    const [one, two] = webs.map(web => `127.0.0.1:${web.port} check`)
    proxy = await startHaproxy(program, [`web1 ${one} weight 100`, `stand ${two} disabled`])
    world = await startWorld()
    ana = await world.person('Ana')
    for (const [slug, url] of Object.entries({ shop: live.url, 'shop-b': replica.url }))
      expect((await world.admin.put(`/api/v1/resources/${slug}`, { kind: 'postgres', url })).status).toBe(200)
  }, 120_000)
  afterAll(async () => {
    await world?.stop()
    await proxy?.stop()
    for (const web of webs) await web.stop()
    await replica?.stop()
    await live?.stop()
  })

  const ask = (connectionString: string, sql: string) =>
    withClient({ connectionString }, async client => (await client.query(sql)).rows as Record<string, unknown>[])
  const look = async (liveUrl: string, mostLagSeconds = 30, fenced?: string) => {
    const databases = await lookAtDatabases(
      { stand: replica.url, live: liveUrl, writeProbe: probe },
      AbortSignal.timeout(60_000),
    )
    const found = { health: '', wayBack: [], mostLagSeconds, databases, ...(fenced && { fenced }) }
    const checks = checksOf(found)
    return {
      replication: checks.find(one => one.what === 'replication'),
      write: checks.find(one => one.what === 'read-write'),
    }
  }

  test('a replica is as far behind as it is, and takes no writes', async () => {
    const isCaughtUp = async () => (await look(live.url)).replication?.says.includes(' 0 s behind')
    await until(isCaughtUp, 'the replica to have all', 30_000)
    const { replication, write } = await look(live.url, 0)
    expect(replication).toMatchObject({ ok: true })
    expect(write).toMatchObject({ ok: false, says: expect.stringContaining('read-only transaction') })
    await ask(replica.url, 'select pg_wal_replay_pause()')
    await ask(live.url, `insert into cart values (2, 'new')`)
    const isBehind = async () => (await look(live.url, 0)).replication?.ok !== true
    await until(isBehind, 'the replica to be behind', 30_000)
    await ask(replica.url, 'select pg_wal_replay_resume()')
    expect((await look(replica.url)).replication).toMatchObject({ ok: true, says: 'Both use one database.' })
  })

  test('made a primary while the live one still writes: no traffic goes there, whatever the reason', async () => {
    await ask(replica.url, 'select pg_promote()')
    const { replication, write } = await look(live.url)
    expect(replication).toMatchObject({ ok: false, mustHold: true, says: expect.stringContaining('Two databases') })
    expect(write).toMatchObject({ ok: true, says: 'No read was tried. A write was tried and rolled back: 1 rows.' })
    expect(await ask(replica.url, 'select note from cart where id = 1')).toEqual([{ note: 'full' }])
    await world.admin.put('/api/v1/stand-bys/spare', {
      driver: 'haproxy',
      service: 'default',
      socket: proxy.socket,
      backend: 'app',
      server: 'stand',
      checkEveryMs: 100,
      canarySeconds: 0,
      database: 'shop-b',
      liveDatabase: 'shop',
      writeProbe: probe,
    })
    const declared = { title: 'Carts are slow', severity: 'sev2', service: 'default' }
    const { id } = (await ana.post<{ id: string }>('/api/v1/incidents', declared)).body
    const move = (more: object) =>
      ana.post(`/api/v1/incidents/${id}/shift-traffic`, { driver: 'haproxy', to: 'spare', share: 100, ...more })
    const becomes = (state: Shift['state']) =>
      until(
        async () => {
          const is = (await ana.get<Incident>(`/api/v1/incidents/${id}`)).body.shifts?.at(-1)
          return is?.state === state ? is : undefined
        },
        `the traffic to be ${state}`,
        60_000,
      )
    await move({ despite: 'no time' })
    expect(await becomes('failed')).toMatchObject({
      code: 'two-primaries',
      why: expect.stringContaining('Two databases'),
    })
    expect(await move({ despite: 'no time' })).toMatchObject({
      status: 409,
      body: { refusal: { code: 'two-primaries', next: [{ body: { share: 100 } }, { body: { fenced: null } }] } },
    })
    await move({ fenced: 'I believe that it is off' })
    await until(async () => (await becomes('failed')).ref === 'X2', 'the second look')
    expect(webs[1]?.requests).toBe(0)
    await live.stopNow()
    expect((await look(live.url)).replication).toMatchObject({
      ok: true,
      says: expect.stringContaining('nothing listens'),
    })
    await move({})
    expect(await becomes('moved')).toMatchObject({ ref: 'X3' })
    await ana.post(`/api/v1/incidents/${id}/revert-traffic`, { shift: 'X3' })
    await becomes('reverted')
  }, 120_000)

  test('a live database that is silent proves nothing; who switched it off says so', async () => {
    const silent: Server = createServer(() => {})
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const url = `postgres://shop@127.0.0.1:${(silent.address() as AddressInfo).port}/shop`
    expect((await look(url)).replication).toMatchObject({ ok: false, mustHold: true })
    expect((await look(url, 30, 'I pulled its plug')).replication).toMatchObject({
      ok: true,
      says: expect.stringContaining('I pulled its plug'),
    })
    silent.close()
  }, 60_000)
})
