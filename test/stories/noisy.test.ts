import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tellOfTheWeek, weekEndedBefore } from '../../src/engine/weekly-noise.ts'
import { Ledger } from '../fakes/ledger.ts'
import { startSmtp } from '../fakes/smtp.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { firing } from '../sending.ts'

const ledger = new Ledger()
const weekMs = 7 * 24 * 3_600_000
let world: World
let smtp: Awaited<ReturnType<typeof startSmtp>>
let ana: Caller

beforeAll(async () => {
  smtp = await startSmtp(ledger)
  world = await startWorld({ FIRELINE_SMTP_URL: smtp.url }, { ledger })
  ana = await world.person('Ana', 'responder', 'ana@example.org')
})
afterAll(async () => {
  await world.stop()
  await smtp.stop()
})

interface Report {
  noisy: { name: string; pages: number; incidents: number; alerts: number; usefulShare?: number }[]
}
const report = async () => (await ana.get<Report>('/api/v1/reports/noisy?days=7')).body
const mail = (what: string) => until(() => ledger.takeNew().at(-1), what)

describe('the noisiest of the week', () => {
  it('knows what paged, and what its people thought of it', async () => {
    const made = await world.admin.post<{ key: string }>('/api/v1/integrations', {
      service: 'default',
      kind: 'webhook',
      name: 'monitoring',
    })
    const alert = { status: 'firing', labels: { alertname: 'DiskAlmostFull', severity: 'critical' } }
    await world.admin.post(`/intake/${made.body.key}`, { version: '4', alerts: [alert] })
    await mail('the page')
    const { incidents } = (await ana.get<{ incidents: { id: string }[] }>('/api/v1/incidents')).body
    const at = `/api/v1/incidents/${incidents[0]?.id}`
    await ana.post(`${at}/resolve`)
    expect((await ana.post(`${at}/judge-page`, { useful: 'noise' })).status).toBe(200)
    expect((await report()).noisy).toEqual([
      expect.objectContaining({ name: 'DiskAlmostFull', pages: 1, incidents: 1, alerts: 1, usefulShare: 0 }),
    ])
    expect((await ana.get('/api/v1/reports/noisy?days=0')).status).toBe(400)
  })

  it('comes by mail on Monday to who asked for it, and ends by one click; a robot that looks ends nothing', async () => {
    const wants = () => ana.get('/api/v1/me/weekly-mail')
    expect((await wants()).body).toEqual({ wanted: false })
    await ana.put('/api/v1/me/weekly-mail', { wanted: true })
    const made = await world.admin.post<{ key: string }>('/api/v1/integrations', {
      service: 'default',
      kind: 'webhook',
      name: 'what pages us today',
      mode: 'shadow',
    })
    const told = { version: '4', alerts: [firing({ alertname: 'QueueIsLong', severity: 'critical' })] }
    expect((await world.admin.post(`/intake/${made.body.key}`, told)).status).toBe(202)
    const { clock } = world.fireline.desk
    const toMonday = weekMs - (clock.now().getTime() - weekEndedBefore(clock.now()).getTime())
    world.advance(toMonday + 1_000)
    await tellOfTheWeek(world.fireline.desk)
    await tellOfTheWeek(world.fireline.desk)
    const letter = await mail("Monday's mail")
    expect(letter.what).toMatch(/noisiest|A quiet week/)
    expect(letter.body).toMatch(
      /They woke you 1 time[^.]*\. This would have 0 times, in 1 incident\. 0 criticals missed\./,
    )
    const link = /<(http[^>]+)>/.exec(letter.headers['list-unsubscribe'] ?? '')?.[1] ?? 'no link'
    expect(letter.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click')
    expect(await (await fetch(link)).text()).toContain('Switch it off')
    expect((await wants()).body).toEqual({ wanted: true })
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })
    expect(await (await fetch(link, { method: 'POST', body })).text()).toContain('It is off')
    expect((await wants()).body).toEqual({ wanted: false })
    world.advance(weekMs)
    await tellOfTheWeek(world.fireline.desk)
    expect(ledger.takeNew()).toEqual([])
    expect(world.errors).toEqual([])
  })
})
