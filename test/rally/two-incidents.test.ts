import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Refusal } from '../../src/incident/decision.ts'
import type { Entry } from '../../src/incident/entry.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { openIncident } from './people-at-a-terminal.ts'
import { type PromptAgent, promptAgent } from './prompt-agent.ts'

let world: World
let ana: Caller
let cleo: Caller
const open: PromptAgent[] = []

/** Ana leads one incident and Cleo another; both work on db-1, Cleo came first. */
let anas: string
let cleos: string
beforeAll(async () => {
  world = await startWorld()
  ;[ana, cleo] = [await world.person('Ana'), await world.person('Cleo')]
  ;[anas, cleos] = [await burns(ana, 'Ana'), await burns(cleo, 'Cleo')]
})

afterAll(async () => {
  for (const agent of open) agent.close()
  await world.stop()
})

async function burns(who: Caller, name: string): Promise<string> {
  const incident = await openIncident(world, { id: who.id, name })
  await who.post(`/api/v1/incidents/${incident}/join`)
  return incident
}

async function shares(who: Caller, incident: string, host: string): Promise<boolean> {
  const agent = await promptAgent(world.url, who, incident, host)
  open.push(agent)
  return (await folded(incident)).terminals.find(one => one.id === agent.terminal)?.looking ?? false
}

const folded = async (incident: string) => (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body
const seat = async (host: string) => (await ana.get(`/api/v1/hosts/${host}/seat`)).body
const asks = (who: Caller, incident: string, command: string, body: object) =>
  who.post<{ entries?: Entry[]; refusal?: Refusal }>(`/api/v1/incidents/${incident}/${command}`, body)

test('on a host whose keyboard somebody has in another incident one looks around, and the keyboard is named with the ways to it', async () => {
  expect(await shares(cleo, cleos, 'db-1')).toBe(false)
  expect(await shares(ana, anas, 'DB-1')).toBe(true)
  expect(await seat('db-1')).toMatchObject({ incident: cleos, name: 'Cleo' })
  const { status, body } = await asks(ana, anas, 'take-keyboard', { host: 'DB-1' })
  const { number } = await folded(cleos)
  expect([status, body.refusal?.message]).toEqual([409, `Cleo has the keyboard on db-1 in INC-${number}.`])
  const over = body.refusal?.next.find(next => next.command === 'take-over')
  expect(over).toMatchObject({ incident: `INC-${number}` })
  const said = await asks(ana, over?.incident ?? '', 'take-over', { ...over?.body, reason: 'Its disk is full' })
  expect(said.body.entries?.map(entry => entry.type)).toEqual(['Joined', 'TakeOverAnnounced'])
  world.advance(10_001)
  await until(async () => (await folded(cleos)).operator === ana.id, 'the keyboard to change hands')
  expect(await seat('db-1')).toMatchObject({ incident: cleos, name: 'Ana' })
  // Now it is hers in either: what she shares here is a keyboard's terminal.
  expect(await shares(ana, anas, 'db-1')).toBe(false)
})

test('of two incidents that reach for a host in the same moment one gets it', async () => {
  const looking = await Promise.all([shares(ana, anas, 'web-1'), shares(cleo, cleos, 'web-1')])
  // Ana has the keyboard of both; who else would type there looks around.
  expect(looking).toEqual([false, false])
  const [bens, doras] = [await world.person('Ben'), await world.person('Dora')]
  const incidents = [await burns(bens, 'Ben'), await burns(doras, 'Dora')] as const
  const free = await Promise.all([shares(bens, incidents[0], 'lb-1'), shares(doras, incidents[1], 'lb-1')])
  expect(free.filter(one => one)).toHaveLength(1)
})

test('an incident that is over has no host any more', async () => {
  await ana.post(`/api/v1/incidents/${anas}/resolve`)
  await ana.post(`/api/v1/incidents/${cleos}/resolve`)
  expect(await seat('db-1')).toEqual({})
  const { rows } = await world.fireline.desk.db.query('select 1 from host_seat where incident = any($1::uuid[])', [
    [anas, cleos],
  ])
  expect(rows).toEqual([])
})
