import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { trafficCommand } from '../../src/cli/traffic.ts'
import { offerStandBys } from '../../src/hosts/offer-stand-bys.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { startWorld, type World } from '../harness.ts'
import { type Haproxy, startHaproxy, startWeb, type Web } from '../proxies.ts'
import { requireProgram } from '../real-program.ts'

const program = requireProgram('haproxy')

describe.runIf(program)('a stand-by is named before the fire', () => {
  let world: World
  let web: Web
  let stand: Web
  let proxy: Haproxy
  const path = '/api/v1/stand-bys/spare'
  const settings = () => ({
    driver: 'haproxy',
    service: 'default',
    socket: proxy.socket,
    backend: 'app',
    server: 'stand',
    checkEveryMs: 100,
  })

  /** `fireline traffic …` in this very process. */
  async function said(token: string, ...args: string[]): Promise<string> {
    const before = { ...process.env }
    Object.assign(process.env, { FIRELINE_URL: world.url, FIRELINE_TOKEN: token })
    let text = ''
    const out = vi.spyOn(process.stdout, 'write').mockImplementation(chunk => Boolean((text += String(chunk))))
    try {
      const program = new Command()
      trafficCommand(program)
      await program.parseAsync(['traffic', ...args], { from: 'user' })
    } finally {
      out.mockRestore()
      process.env = before
    }
    return text
  }

  beforeAll(async () => {
    ;[world, web, stand] = await Promise.all([startWorld(), startWeb('web1'), startWeb('stand')])
    proxy = await startHaproxy(program ?? '', [
      `web1 127.0.0.1:${web.port} check`,
      `stand 127.0.0.1:${stand.port} check disabled`,
    ])
  })
  afterAll(async () => {
    await proxy?.stop()
    await Promise.all([web?.stop(), stand?.stop(), world?.stop()])
  })

  test('it is kept without showing how its proxy is reached, tried dry, and proven by the proxy', async () => {
    const { admin } = world
    const kept = await admin.put(path, settings())
    expect(kept).toMatchObject({ status: 200, body: { slug: 'spare', driver: 'haproxy', offerAfterMinutes: 15 } })
    const dry = await admin.post<{ steps: { command: string }[]; wayBack: unknown[] }>(`${path}/dry-run`, {
      share: 100,
    })
    expect(dry.body.steps.map(({ command }) => command)).toEqual([
      'set server app/stand state ready',
      'set server app/web1 state drain',
    ])
    expect(dry.body).toMatchObject({
      cuts: 'no request is cut',
      servers: [{ name: 'web1' }, { name: 'stand', requests: 0 }],
    })
    expect(await admin.post(`${path}/prove`)).toMatchObject({ status: 200, body: { ok: true } })
    const { body } = await admin.get<{ standBys: object[] }>('/api/v1/stand-bys')
    expect(body.standBys).toMatchObject([{ slug: 'spare', provenAt: expect.any(String), proof: expect.any(String) }])
    expect(JSON.stringify([kept.body, body])).not.toContain(proxy.socket)
    const ready = await admin.get<{ services: { ticks: object[] }[] }>('/api/v1/readiness/services?service=default')
    expect(ready.body.services[0]?.ticks).toContainEqual({ what: 'stand-by', is: 'yes', says: 'spare: proven today.' })
    expect(stand.requests).toBe(0)
  })

  test('it is offered to who fights a fire of its service for as long as it waits, once, and to nobody else', async () => {
    const { admin, fireline } = world
    const ana = await world.person('Ana')
    await admin.put('/api/v1/services/other', { name: 'Other' })
    const [burns, other] = await Promise.all(
      ['default', 'other'].map(async service => {
        const { body } = await ana.post<{ id: string }>('/api/v1/incidents', {
          title: 'No carts',
          severity: 'sev2',
          service,
        })
        return body.id
      }),
    )
    const offered = async (id: string | undefined) =>
      (await ana.get<Incident>(`/api/v1/incidents/${id}`)).body.standByOffered
    await offerStandBys(fireline.desk)
    expect(await offered(burns)).toBeUndefined()
    world.advance(15 * 60_000)
    await Promise.all([offerStandBys(fireline.desk), offerStandBys(fireline.desk)])
    expect(await offered(burns)).toMatchObject({ standBy: 'spare', provenAt: expect.any(String) })
    expect(await offered(other)).toBeUndefined()
    const { body } = await ana.get<{ entries: { type: string }[] }>(`/api/v1/incidents/${burns}/timeline`)
    expect(body.entries.filter(({ type }) => type === 'StandByOffered')).toHaveLength(1)
  })

  test('the terminal lists it, tries it dry, and says what is wrong with a share', async () => {
    const ana = await world.person('Ana')
    expect(await said(ana.token, 'list')).toMatch(/^spare {2}for default, by haproxy, last proven \d+ /)
    const dry = await said(ana.token, 'dry-run', 'spare')
    expect(dry).toContain('Nothing was sent.')
    expect(dry).toMatch(/Would be sent:\n {2}set server app\/stand state ready {4}# [\s\S]*The way back:\n/)
    await expect(said(ana.token, 'dry-run', 'spare', '--share', '140')).rejects.toThrow('from 0 to 100')
    expect(stand.requests).toBe(0)
  })

  test('what was proven of another server is not proven of this one; one that is not there says so', async () => {
    const { admin } = world
    await admin.put(path, { ...settings(), server: 'gone' })
    expect((await admin.get(path)).body).not.toHaveProperty('provenAt')
    expect((await admin.post(`${path}/prove`)).body).toMatchObject({
      ok: false,
      says: 'There is no server gone in app.',
    })
    expect((await admin.get(path)).body).toMatchObject({ proof: 'There is no server gone in app.' })
    await admin.put(path, { ...settings(), socket: '/nowhere' })
    expect(await admin.post(`${path}/dry-run`, { share: 5 })).toMatchObject({
      status: 400,
      body: { error: { message: 'The proxy cannot be asked on its socket: ENOENT.' } },
    })
  })

  test('bad input names its field, and nothing is kept of it', async () => {
    const { admin } = world
    const said = (body: object) => admin.put<{ error: { path?: string } }>('/api/v1/stand-bys/other', body)
    for (const [field, value] of Object.entries({
      service: 'nope',
      socket: 'relative/path',
      backend: 'app;quit',
      server: 'a b',
      address: '10.0.0.9:80 check; quit',
      stateFile: '/var/../etc/passwd',
      offerAfterMinutes: 0,
      readUrl: 'file:///etc/passwd',
      writeProbe: 'select 1',
      database: 'pg:shop/shop',
      canarySeconds: 601,
    }))
      expect(await said({ ...settings(), [field]: value })).toMatchObject({
        status: 400,
        body: { error: { path: field } },
      })
    expect((await said({ ...settings(), driver: 'nginx' })).status).toBe(400)
    expect((await admin.get('/api/v1/stand-bys/other')).status).toBe(404)
    const ana = await world.person('Ana')
    expect((await ana.put(path, settings())).status).toBe(403)
    expect((await admin.delete(path)).status).toBe(200)
    expect((await admin.post(`${path}/prove`)).status).toBe(404)
    expect(world.errors).toEqual([])
  })
})
