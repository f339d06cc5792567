import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Ledger, type Sent } from '../fakes/ledger.ts'
import { startSmtp } from '../fakes/smtp.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'

const ledger = new Ledger()
let world: World
let smtp: Awaited<ReturnType<typeof startSmtp>>
let ana: Caller
let key: string

beforeAll(async () => {
  smtp = await startSmtp(ledger)
  world = await startWorld({ FIRELINE_SMTP_URL: smtp.url }, { ledger })
  ana = await world.person('Ana', 'responder', 'ana@example.org')
  const made = await world.admin.post<{ key: string }>('/api/v1/integrations', {
    service: 'default',
    kind: 'pagerduty',
    name: 'the old sender',
  })
  key = made.body.key
})
afterAll(async () => {
  await world.stop()
  await smtp.stop()
})

interface Page {
  state: string
  toldTogetherIn?: string
  attempts: { outcome: string; answer: string }[]
}

/** Each is an incident of its own: this sender groups by its key. */
const fires = async (name: string, severity = 'error') => {
  const payload = { summary: `${name} is down`, source: name, severity }
  const said = { routing_key: key, event_action: 'trigger', dedup_key: name, payload }
  expect((await world.admin.post('/v2/enqueue', said)).status).toBe(202)
}
const storm = (name: string, count: number) =>
  Promise.all(Array.from({ length: count }, (_, n) => fires(`${name}-${n}`)))
const incidents = async () =>
  (await world.admin.get<{ incidents: { id: string; title: string }[] }>('/api/v1/incidents?status=open')).body
    .incidents
const pagesOf = async ({ id }: { id: string }) =>
  (await world.admin.get<{ pages: Page[] }>(`/api/v1/incidents/${id}/pages`)).body.pages
const pages = async () => (await Promise.all((await incidents()).map(pagesOf))).flat()
const mails = (count: number, what: string): Promise<Sent[]> => {
  const came: Sent[] = []
  return until(() => {
    came.push(...ledger.takeNew())
    return came.length >= count && came
  }, what)
}
const everyPage = (state: (page: Page) => boolean, count: number, what: string) =>
  until(async () => {
    const all = await pages()
    return all.length === count && all.every(state) && all
  }, what)
const isTold = (page: Page) => page.state === 'handed over' && page.attempts.at(-1)?.outcome === 'handed over'
const isHeld = (page: Page) => page.attempts.some(one => one.outcome === 'held')

describe('a storm', () => {
  it('pages one person five times and tells the rest in one message; nothing is lost', async () => {
    await storm('node', 12)
    const five = await mails(5, 'five mails')
    await until(async () => (await pages()).filter(isHeld).length === 7, 'the other seven to be held')
    expect(five.map(mail => mail.what)).toEqual(Array.from({ length: 5 }, () => expect.stringContaining('SEV3')))
    expect(ledger.takeNew()).toEqual([])

    smtp.misbehave.push(451)
    world.advance(30_000)
    await until(
      async () => (await pages()).some(page => page.attempts.some(one => one.answer.includes('451'))),
      'the no',
    )
    world.advance(5_100)
    const [together] = await mails(1, 'the one message')
    expect(together?.what).toMatch(/node-\d+ is down since .* and 6 more incidents since \d\d:\d\d UTC/)
    expect(new Set(together?.body.match(/\/a\/[-_A-Za-z0-9]{43}/g)).size).toBe(7)
    const told = await everyPage(isTold, 12, 'every page to be handed over')
    expect(told.filter(page => page.toldTogetherIn).length).toBe(7)
    expect(told.find(page => page.toldTogetherIn)?.attempts.map(one => one.outcome)).toEqual([
      'held',
      'retry',
      'handed over',
    ])
    expect(ledger.takeNew()).toEqual([])
  })

  it('opens the incident behind each of its links, and one of them can be taken there', async () => {
    const link =
      ledger
        .links()
        .filter(one => one.includes('/a/'))
        .at(-1) ?? 'no link'
    const pressed = await fetch(`${link}/acknowledge`, { method: 'POST', body: new URLSearchParams() })
    expect(await pressed.text()).toContain('<b>You have it</b>')
    const taken = (await world.admin.get<{ incidents: { acknowledgedBy?: string }[] }>('/api/v1/incidents')).body
    expect(taken.incidents.filter(one => one.acknowledgedBy === ana.id).length).toBe(1)
  })

  it('does not hold back what is worse than everything before, nor what somebody asks for', async () => {
    await storm('disk', 2)
    await until(async () => (await pages()).filter(isHeld).length === 9, 'two more to wait ten minutes')
    await fires('database', 'critical')
    const [worse] = await mails(1, 'the worse one, at once')
    expect(worse?.what).toMatch(/^SEV2 .*database is down since .* and 2 more incidents/)
    const [any] = await incidents()
    await world.admin.post(`/api/v1/incidents/${any?.id}/page`, { person: ana.id })
    const [asked] = await mails(1, 'the page that was asked for')
    expect(asked?.body).toContain('asks for you')
    const declared = { title: 'Nobody can pay', severity: 'sev2', service: 'default' }
    await world.admin.post('/api/v1/incidents', declared)
    expect((await mails(1, 'the declared one'))[0]?.what).toContain('Nobody can pay')
    expect(world.errors).toEqual([])
  })
})
