import { afterAll, beforeAll, expect, test } from 'vitest'
import { callLinksOf } from '../../src/engine/call-links.ts'
import { handle } from '../../src/engine/handle.ts'
import { newId } from '../../src/engine/id.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { inTransaction } from '../../src/store/db.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { openBrowser, openIncident } from './people-at-a-terminal.ts'
import { promptAgent } from './prompt-agent.ts'

let world: World
let ana: Caller
let ben: Caller
let cleo: Caller
let incident: string
beforeAll(async () => {
  world = await startWorld()
  // Who came first is on call until there is a schedule.
  ben = await world.person('Ben')
  ana = await world.person('Ana')
  cleo = await world.person('Cleo', 'responder', 'cleo@example.org')
  incident = await openIncident(world, { id: ana.id, name: 'Ana' })
})
afterAll(() => world.stop())

const is = async () => (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body

test('what an account may not names who has access and who is on call, each by what they are', async () => {
  const agent = await promptAgent(world.url, ana, incident, 'db-1')
  const { desk } = world.fireline
  const denied = async (offset: number) => {
    const at = desk.clock.at()
    const body = { terminal: agent.terminal, command: 'cat /etc/shadow', startedAt: at, durationMs: 1, offset }
    const by = { kind: 'person' as const, id: ana.id, name: 'Ana' }
    const ask = { id: newId(desk.clock.now()), by, at, body: { ...body, exitCode: 1, denied: true, person: ana.id } }
    await inTransaction(desk.db, tx => handle(desk, tx, incident, ask, 'command-ran'))
    return (await is()).commands.at(-1)
  }
  const first = await denied(1)
  expect(first).toMatchObject({ whoMay: [ben.id], onCall: [ben.id] })
  expect(first).not.toHaveProperty('withAccess')
  const wrong = await world.admin.put('/api/v1/access/db-1', { people: ['nobody@example.org'] })
  expect([wrong.status, wrong.body]).toMatchObject([400, { error: { path: 'people.0' } }])
  await world.admin.put('/api/v1/access/db-*', { people: ['cleo@example.org', ana.id] })
  expect(await denied(2)).toMatchObject({ whoMay: [cleo.id, ben.id], withAccess: [cleo.id], onCall: [ben.id] })
  await world.admin.put('/api/v1/access/db-1', { people: [ben.id, cleo.id] })
  expect(await denied(3)).toMatchObject({ whoMay: [ben.id, cleo.id], withAccess: [ben.id, cleo.id], onCall: [ben.id] })
  agent.close()
})

test('a team says where its calls are held: in the room, in pages, in the settings as code; never over plain http', async () => {
  const url = async () => (await ana.get<{ url: string | null }>(`/api/v1/incidents/${incident}/call-link`)).body.url
  expect(await url()).toBeNull()
  const plain = await world.admin.put('/api/v1/teams/default/call-link', {
    template: 'http://meet.example.org/{number}',
  })
  expect([plain.status, plain.body]).toMatchObject([400, { error: { path: 'template' } }])
  const template = 'https://meet.example.org/inc-{number}'
  expect((await world.admin.put('/api/v1/teams/default/call-link', { template })).status).toBe(200)
  expect(await url()).toBe('https://meet.example.org/inc-1')
  const links = callLinksOf(world.fireline.desk)
  await until(async () => links.of(await is()) === 'https://meet.example.org/inc-1', 'pages to know it')
  const { body } = await world.admin.get<{ config: object }>('/api/v1/config')
  expect(body.config).toMatchObject({
    access: { 'db-*': { people: [ana.id, 'cleo@example.org'].toSorted() } },
    callLinks: { default: { template } },
  })
})

test('everybody reads what others have chosen, and no more when they left', async () => {
  const [anas, bens] = [await openBrowser(world.url, ana.token), await openBrowser(world.url, ben.token)]
  for (const one of [anas, bens]) one.send({ type: 'watch-timeline', incident })
  const heard = () => anas.messages.findLast(one => one.type === 'looking')?.at
  await until(() => heard(), 'the room')
  bens.send({ type: 'view', incident, view: { tab: 'board', selection: 'E3' } })
  await until(() => heard()?.[ben.id] === 'E3', 'what Ben looks at')
  bens.close()
  await until(() => heard()?.[ben.id] === undefined, 'Ben to be gone')
  anas.close()
})
