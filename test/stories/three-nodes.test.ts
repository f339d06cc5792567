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
  nodes = await nodesOn(database.url, 'libfaketime')
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

it('a node that stands still in the middle of a mailing sends the rest of it no second time', async () => {
  const { admin } = nodes.any()
  const stakeholders = ['press', 'board', 'sales', 'support'].map(name => ({ email: `${name}@shop.example.org` }))
  await admin.put('/api/v1/services/partners', { name: 'Partners', stakeholders })
  const declared = { title: 'Partners see errors', severity: 'sev2', service: 'partners' }
  const { id } = (await admin.post<{ id: string }>('/api/v1/incidents', declared)).body
  // Whoever is paged for it is no part of the mailing: a page under way would be taken over as well, and say so.
  await until(async () => of(await timelineOf(id), 'CallHandedOver').length > 0, 'its page to be over')
  const [still, ...others] = nodes.all as [Node, Node, Node]
  for (const one of others) one.signal('SIGSTOP')
  // All four are leased when the second of them is begun.
  still.standStillAt('leased', 'stakeholder-letter', 2, leaseMs)
  await still.admin.post(`/api/v1/incidents/${id}/tell-stakeholders`, { text: 'We look into it.' })
  const begun = () => still.passed.filter(one => one.at === 'leased' && one.of === 'stakeholder-letter')
  await until(() => begun().length === 2, 'it to stand still')
  for (const one of others) one.signal('SIGCONT')
  for (const node of nodes.all) node.advance(leaseMs)
  const letters = async () =>
    (await others[0].admin.get<{ letters: { state: string }[] }>(`/api/v1/incidents/${id}/letters`)).body.letters
  const areOut = async () => (await letters()).every(one => one.state === 'handed over')
  await until(areOut, 'the others to send all four')

  still.signal('SIGCONT')
  const over = () => still.passed.filter(one => one.at === 'after-record' && one.of === 'stakeholder-letter')
  await until(() => over().length === 4, 'it to go through the rest of its mailing')
  const to = nodes.ledger.takeNew().map(one => one.to)
  const times = stakeholders.map(({ email }) => to.filter(one => one === email).length)
  expect(times).toEqual([1, 1, 1, 1])
  await others[0].admin.post(`/api/v1/incidents/${id}/resolve`, {})
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

it('nodes know one another: who was killed is missed, by name for who is signed in, until somebody says that it will not come back', async () => {
  const last = nodes.any()
  interface Promised {
    ok: boolean
    notes: string[]
    nodes: { id: string; name: string; version: string; address: string; is: string }[]
  }
  const promise = async () => (await last.admin.get<Promised>('/api/v1/promise')).body
  last.advance(61_000)
  const missed = await until(async () => {
    const { nodes } = await promise()
    const vanished = nodes.filter(one => one.is === 'vanished')
    return vanished.length === 2 && vanished
  }, 'both to be missed')
  const { notes, nodes: all } = await promise()
  expect(all.filter(one => one.is === 'up').map(one => `http://${one.address}`)).toEqual([last.url])
  expect(notes).toHaveLength(2)
  expect(notes[0]).toMatch(/^node \S+ vanished 1 min ago without a good-bye/)
  const told = (await fetch(`${last.url}/health/promise`).then(answer => answer.json())) as object
  expect(told).toMatchObject({ nodes: { up: 1, vanished: 2 }, notes: ['2 nodes vanished without a good-bye'] })
  expect(JSON.stringify(told)).not.toContain(missed[0]?.name)

  for (const { id } of missed) expect((await last.admin.delete(`/api/v1/nodes/${id}`)).status).toBe(200)
  const mine = all.find(one => one.is === 'up')?.id
  expect((await last.admin.delete(`/api/v1/nodes/${mine}`)).status).toBe(404)
  last.advance(0)
  await until(async () => (await promise()).nodes.length === 1, 'them to be forgotten')
})
