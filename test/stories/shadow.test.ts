import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type World } from '../harness.ts'
import { firing, sendingTo } from '../sending.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

interface Report {
  theirs: { pages: number }
  ours: { incidents: number; pages: number }
  missedCriticals: number
  matched: { title: string; ours: string; isMissed: boolean }[]
}
const open = async () => (await world.admin.get<{ incidents: object[] }>('/api/v1/incidents')).body.incidents.length

describe('beside another pager', () => {
  it('a sender in shadow opens nothing, and the report says how often that one rang and Fireline would have', async () => {
    expect((await world.admin.put('/api/v1/services/cart', { name: 'Cart' })).status).toBe(200)
    const made = await world.admin.post<{ id: string; key: string }>('/api/v1/integrations', {
      service: 'cart',
      kind: 'pagerduty',
      name: 'what pages us today',
      mode: 'shadow',
    })
    const { id, key } = made.body
    const fires = async (name: string, severity: string) => {
      const payload = { summary: `${name} is down`, source: name, severity }
      const said = { routing_key: key, event_action: 'trigger', dedup_key: name, payload }
      expect((await world.admin.post('/v2/enqueue', said)).status).toBe(202)
    }
    await fires('db-1', 'critical')
    await fires('db-2', 'critical')
    await fires('disk', 'warning')
    await fires('deploy', 'info')
    const alerts = (await world.admin.get<{ alerts: { status: string }[] }>(`/api/v1/alerts?integration=${id}`)).body
      .alerts
    expect([alerts.length, await open()]).toEqual([4, 0])

    const silence = { matchers: [{ name: 'alertname', op: '=~', value: 'db-2.*' }], reason: 'being replaced' }
    const endsAt = new Date(world.fireline.desk.clock.now().getTime() + 3_600_000).toISOString()
    expect((await world.admin.post('/api/v1/silences', { ...silence, endsAt })).status).toBe(201)
    await fires('db-2b', 'critical')
    const { body } = await world.admin.get<Report>('/api/v1/reports/shadow?days=7&service=cart')
    expect(body).toMatchObject({
      senders: [{ id, service: 'cart' }],
      theirs: { pages: 5 },
      ours: { incidents: 3, pages: 2 },
      missedCriticals: 1,
    })
    expect(body.matched[0]).toMatchObject({ title: 'db-2b is down', isMissed: true })
    expect(body.matched[0]?.ours).toMatch(/^kept out: Silenced until .* being replaced/)
    expect((await world.admin.get('/api/v1/reports/shadow?service=nowhere')).status).toBe(400)
  })

  it('is switched live by one word, and what still fires and nothing silences comes in', async () => {
    const { integrations } = (
      await world.admin.get<{ integrations: { id: string; mode: string }[] }>('/api/v1/integrations')
    ).body
    const shadow = integrations.find(one => one.mode === 'shadow')
    expect((await world.admin.put(`/api/v1/integrations/${shadow?.id}/mode`, { mode: 'loud' })).status).toBe(400)
    expect((await world.admin.put(`/api/v1/integrations/${shadow?.id}/mode`, { mode: 'live' })).status).toBe(200)
    await expect.poll(open, { timeout: 5_000 }).toBe(2)
  })
})

describe('a service that is only watched', () => {
  it('opens nothing, and says what it would have', async () => {
    const pay = await sendingTo(world, 'pay', { mode: 'watch-only' })
    const before = await open()
    await pay.send(firing({ instance: 'a' }), firing({ instance: 'b' }))
    expect(await open()).toBe(before)
    const { body } = await world.admin.get('/api/v1/services/pay/would-have?days=7')
    expect(body).toMatchObject({ incidents: 1, pages: 1, opened: [{ severity: 'sev2', alerts: 2, resolvedAt: null }] })
    expect((await world.admin.get('/api/v1/services/nowhere/would-have')).status).toBe(404)
    expect(world.errors).toEqual([])
  })
})
