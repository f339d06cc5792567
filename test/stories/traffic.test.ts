import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Incident, Shift } from '../../src/incident/incident.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { type Haproxy, startHaproxy, startWeb, visit, type Web } from '../proxies.ts'
import { requireProgram } from '../real-program.ts'

const program = requireProgram('haproxy')

describe.runIf(program)('traffic goes to a stand-by behind HAProxy', () => {
  let world: World
  let web: Web
  let stand: Web
  let proxy: Haproxy
  let ana: Caller
  let incident: string

  beforeAll(async () => {
    ;[world, web, stand] = await Promise.all([startWorld(), startWeb('web1'), startWeb('stand')])
    proxy = await startHaproxy(program ?? '', [
      `web1 127.0.0.1:${web.port} check weight 100`,
      `stand 127.0.0.1:${stand.port} check disabled`,
    ])
    ana = await world.person('Ana')
    const opened = await ana.post<{ id: string }>('/api/v1/incidents', {
      title: 'Carts are slow',
      severity: 'sev2',
    })
    incident = opened.body.id
    await settle({})
  })
  afterAll(async () => {
    await proxy?.stop()
    await Promise.all([web?.stop(), stand?.stop(), world?.stop()])
  })

  const settle = (more: object) =>
    world.admin.put('/api/v1/stand-bys/spare', {
      driver: 'haproxy',
      service: 'default',
      socket: proxy.socket,
      backend: 'app',
      server: 'stand',
      checkEveryMs: 100,
      canarySeconds: 1,
      ...more,
    })
  const ask = (command: string, body: object) => ana.post(`/api/v1/incidents/${incident}/${command}`, body)
  const move = (more: object = {}) => ask('shift-traffic', { driver: 'haproxy', to: 'spare', share: 100, ...more })
  const shift = async () => (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body.shifts?.at(-1)
  const becomes = (state: Shift['state']) =>
    until(
      async () => {
        const is = await shift()
        return is?.state === state ? is : undefined
      },
      `the traffic to be ${state}`,
      60_000,
    )

  test('one that the proxy does not know gets no visitor, and it is said what is wrong', async () => {
    await settle({ server: 'gone' })
    expect(await move()).toMatchObject({ status: 200 })
    const is = await becomes('failed')
    expect(is).toMatchObject({ code: 'stand-by-not-ready', why: 'Not moved. There is no server gone in app.' })
    await settle({})
    expect(world.errors).toEqual([])
  })

  test('all of it moves without a request lost, and comes back by itself when the stand-by breaks', async () => {
    const visitors = visit(proxy.url, 2)
    expect(await move()).toMatchObject({ status: 200 })
    const moved = await becomes('moved')
    expect(moved.observed).toBeGreaterThan(97)
    expect(moved.checks.map(({ what, ok }) => [what, ok])).toEqual(
      ['health', 'build', 'read-write', 'replication', 'way-back', 'capacity'].map(what => [what, true]),
    )
    expect(visitors.failed).toBe(0)
    stand.status = 500
    const back = await becomes('reverted')
    stand.status = 200
    expect(back).toMatchObject({ how: 'automatic', why: expect.stringMatching(/fail there|fails the proxy/) })
    expect(back.observed).toBeLessThan(3)
    await visitors.stop()
  })
})
