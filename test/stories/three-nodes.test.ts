import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Entry } from '../../src/incident/entry.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { freshDatabase } from '../database.ts'
import type { Sent } from '../fakes/ledger.ts'
import { until } from '../harness.ts'
import { type Node, type Nodes, nodesOn } from '../killed/nodes.ts'
import { checkPages } from '../killed/page-checker.ts'
import { keyOf, type Shop, shopOf } from '../killed/shop.ts'
import { of } from '../killed/told.ts'

const hour = 3_600_000
const leaseMs = 10_000
const people = ['ana', 'ben', 'carla', 'dora']
let database: Awaited<ReturnType<typeof freshDatabase>>
let nodes: Nodes
let key: string
let shop: Shop

/** Three processes, one PostgreSQL; two of them think it is another hour and another day. */
beforeAll(async () => {
  database = await freshDatabase()
  nodes = await nodesOn(database.url)
  await Promise.all([-hour, 0, 24 * hour].map(wallMs => nodes.start(wallMs)))
  const { admin } = nodes.any()
  key = await keyOf(admin)
  shop = await shopOf(admin, 'shop', people, 1_000)
  // A mail is here well before whoever sent it knows.
  nodes.smtp.answerAfterMs = () => 400
})
afterAll(async () => {
  await nodes?.end()
  await database?.drop()
})

async function burns(node: Node, what: string): Promise<string> {
  const response = await fetch(`${node.url}/intake/${key}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(shop.alert(what)),
  })
  expect(response.status).toBe(202)
  const open = async () => {
    const path = '/api/v1/incidents?status=open'
    const { incidents } = (await nodes.any().admin.get<{ incidents: Incident[] }>(path)).body
    return incidents.find(one => one.title === what)?.id
  }
  return until(open, 'the incident')
}

const mailTo = (name: string): Promise<Sent> =>
  until(() => nodes.ledger.takeNew().find(one => one.to === `${name}@shop.example.org`), `the page to ${name}`, 20_000)

async function timelineOf(incident: string): Promise<Entry[]> {
  const path = `/api/v1/incidents/${incident}/timeline?after=0`
  return (await nodes.any().admin.get<{ entries: Entry[] }>(path)).body.entries
}

/** Everybody was paged, and every page is known to have left. */
const allHandedOver = (incident: string) =>
  until(
    async () => of(await timelineOf(incident), 'CallHandedOver').length === people.length,
    'all four to be paged',
    30_000,
  )

it('a node that stands still longer than its lease is taken over from, and says nothing twice when it goes on', async () => {
  const incident = await burns(nodes.any(), 'Carts are empty')
  const still = nodes.senderOf(await mailTo('ana'))
  still.signal('SIGSTOP')
  const others = nodes.all.filter(node => node !== still)
  // Time goes on for all of them; it hears of it when it goes on.
  for (const node of nodes.all) node.advance(leaseMs)
  const again = await mailTo('ana')
  expect(again.body).toContain('may be a repeat')
  expect(others).toContain(nodes.senderOf(again))
  still.signal('SIGCONT')
  await allHandedOver(incident)
  await nodes.any().admin.post(`/api/v1/incidents/${incident}/resolve`, {})
  const { troubles, copies } = checkPages(await nodes.told(), nodes.ledger.sent, {
    beLateMs: leaseMs + 5_000,
    copies: 1,
  })
  expect(troubles).toEqual([])
  expect(copies).toBe(1)
})

it('of three nodes two are killed while an incident escalates: every step once, in order, on time, and nothing lost', async () => {
  const incident = await burns(nodes.any(), 'Payments fail')
  const first = nodes.senderOf(await mailTo('ana'))
  first.signal('SIGKILL')
  await first.gone
  // Whoever fires the next step dies after it was written and before it is committed.
  for (const node of nodes.alive()) node.dieAt('in-record', 'ask')
  await until(() => nodes.alive().length === 1, 'the second to die', 20_000)
  const last = nodes.any()
  last.dieAt()
  last.advance(leaseMs)
  await allHandedOver(incident)
  const { troubles, copies } = checkPages(await nodes.told(), nodes.ledger.sent, {
    beLateMs: leaseMs + 5_000,
    copies: 2,
  })
  expect(troubles).toEqual([])
  expect(copies).toBe(2)
  expect((await last.admin.post(`/api/v1/incidents/${incident}/resolve`, {})).status).toBe(200)
})
