import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Incident, Shift } from '../../src/incident/incident.ts'
import { haproxy } from '../../src/integrations/haproxy/haproxy.ts'
import { type CutOffDatabase, cutOffDatabase } from '../cut-off-database.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { type Caddy, type Haproxy, startCaddy, startHaproxy, startWeb, visit, type Web } from '../proxies.ts'
import { requireProgram } from '../real-program.ts'

const [program, caddyProgram] = [requireProgram('haproxy'), requireProgram('caddy')]

describe.runIf(program && caddyProgram)('traffic at a stand-by', () => {
  let database: CutOffDatabase
  let world: World
  let web: Web
  let stand: Web
  let proxy: Haproxy
  let caddy: Caddy
  let ana: Caller
  let incident: string

  beforeAll(async () => {
    database = await cutOffDatabase()
    ;[world, web, stand] = await Promise.all([
      startWorld({ DATABASE_URL: database.url }),
      startWeb('web1'),
      startWeb('stand'),
    ])
    proxy = await startHaproxy(program ?? '', [
      `web1 127.0.0.1:${web.port} check weight 100`,
      `stand 127.0.0.1:${stand.port} check disabled`,
    ])
    caddy = await startCaddy(caddyProgram ?? '', [`127.0.0.1:${web.port}`])
    ana = await world.person('Ana')
    const declared = { title: 'Carts are slow', severity: 'sev2', service: 'default' }
    incident = (await ana.post<{ id: string }>('/api/v1/incidents', declared)).body.id
    const common = { service: 'default', canarySeconds: 0 }
    const way = { driver: 'haproxy', socket: proxy.socket, backend: 'app', server: 'stand', checkEveryMs: 100 }
    await world.admin.put('/api/v1/stand-bys/spare', { ...common, ...way })
    const other = { driver: 'caddy', admin: caddy.admin, handler: 'shop', server: `127.0.0.1:${stand.port}` }
    await world.admin.put('/api/v1/stand-bys/by-caddy', { ...common, ...other })
  }, 60_000)
  afterEach(() => {
    stand.failsEach = 0
  })
  afterAll(async () => {
    await proxy?.stop()
    await caddy?.stop()
    await Promise.all([web?.stop(), stand?.stop(), world?.stop()])
    await database?.drop()
  })

  const ask = (command: string, body: object) => ana.post(`/api/v1/incidents/${incident}/${command}`, body)
  const move = async (driver: string, to: string) => {
    expect(await ask('shift-traffic', { driver, to, share: 100 })).toMatchObject({ status: 200 })
    return becomes('moved', is => is.share === 100)
  }
  const shift = async () => (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body.shifts?.at(-1)
  const becomes = (state: Shift['state'], also: (is: Shift) => boolean = () => true) =>
    until(
      async () => {
        const is = await shift()
        return is?.state === state && also(is) ? is : undefined
      },
      `the traffic to be ${state}`,
      60_000,
    )

  test('a fifth, then all; a person takes it back as it was, and no request is lost', async () => {
    const visitors = visit(proxy.url, 2)
    const digest = async () => (await haproxy.describe({ socket: proxy.socket, backend: 'app' })).digest
    await world.admin.post('/api/v1/stand-bys/spare/prove')
    const before = await digest()
    await ask('shift-traffic', { driver: 'haproxy', to: 'spare', share: 20 })
    expect(Math.abs(((await becomes('moved')).observed ?? 0) - 20)).toBeLessThanOrEqual(5)
    expect(await move('haproxy', 'spare')).toMatchObject({ paste: expect.stringContaining('server stand') })
    expect(await ask('revert-traffic', { shift: 'X1' })).toMatchObject({ status: 200 })
    expect(await becomes('reverted')).toMatchObject({ ref: 'X1', how: 'person' })
    await visitors.stop()
    expect([visitors.failed, await digest()]).toEqual([0, before])
  })

  test('worse, but not dead: it is announced; held by the lead it stays, and else it goes', async () => {
    const visitors = visit(proxy.url, 2)
    await move('haproxy', 'spare')
    stand.failsEach = 10
    const announced = await becomes('moved', is => is.announced !== undefined)
    expect(announced.announced?.why).toMatch(/^\d+(\.\d)? % of the requests fail there, \d/)
    expect(await ask('hold-way-back', { shift: 'X2', reason: 'the old one sells nothing' })).toMatchObject({
      status: 200,
    })
    const due = Date.parse(announced.announced?.effectiveAt ?? '')
    await until(() => world.fireline.desk.clock.now().getTime() > due + 1_500, 'its time to pass', 30_000)
    expect(await shift()).toMatchObject({ state: 'moved', held: { by: 'Ana' } })
    stand.failsEach = 0
    await ask('revert-traffic', { shift: 'X2' })
    await becomes('reverted')
    await move('haproxy', 'spare')
    stand.failsEach = 10
    expect(await becomes('reverted')).toMatchObject({
      ref: 'X3',
      how: 'automatic',
      why: expect.stringContaining('fail there'),
    })
    await visitors.stop()
  }, 120_000)

  test('Fireline has no database at that moment: the traffic goes back all the same, and it is told later', async () => {
    const visitors = visit(proxy.url, 2)
    await move('haproxy', 'spare')
    database.freeze()
    stand.status = 500
    const isBack = async () => {
      const { servers } = await haproxy.describe({ socket: proxy.socket, backend: 'app' })
      return servers.find(one => one.name === 'stand')?.state === 'drain' && servers[0]?.state === 'ready'
    }
    await until(isBack, 'the traffic to be back', 30_000)
    stand.status = 200
    database.thaw()
    expect(await becomes('reverted')).toMatchObject({ ref: 'X4', how: 'automatic' })
    await visitors.stop()
  }, 120_000)

  test('behind Caddy a stand-by that dies is dialled in vain, and it goes back', async () => {
    const moved = await move('caddy', 'by-caddy')
    expect(moved.checks.find(one => one.what === 'health')?.says).toContain('was dialled 3 times')
    await stand.stop()
    expect(await becomes('reverted')).toMatchObject({ ref: 'X5', how: 'automatic', observed: 0 })
    await stand.start()
  }, 60_000)
})
