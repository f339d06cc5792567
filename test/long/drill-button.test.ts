import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DrillRun } from '../../src/api/drill-run.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'

let world: World
let mia: Caller
beforeAll(async () => {
  world = await startWorld()
  mia = await world.person('Mia', 'responder', 'mia@example.org')
})
afterAll(() => world.stop())

const drills = async () => (await mia.get<{ drills: DrillRun[] }>('/api/v1/drills')).body.drills
const wish = { fault: 'bad-deploy', fast: true }

test('a drill on this server is marked everywhere, rings nobody, and leaves nothing when it is stopped', async () => {
  const both = await Promise.all([1, 2].map(() => mia.post<DrillRun>('/api/v1/drills', wish)))
  expect(new Set(both.map(one => one.body.id)).size).toBe(1)
  const [{ body }] = both as [(typeof both)[0], (typeof both)[0]]
  expect([body.state, body.by]).toEqual(['running', 'Mia'])
  expect((await mia.post<DrillRun>('/api/v1/drills', wish)).body.id).toBe(body.id)

  const name = await until(async () => (await drills())[0]?.incident, 'the alert of the drill', 30_000)
  const is = (await mia.get<Incident>(`/api/v1/incidents/${name}`)).body
  expect(is).toMatchObject({ drill: true, service: 'shop', title: expect.stringMatching(/^DRILL: /) as string })
  expect(await (await fetch(`${world.url}/status`)).text()).not.toContain('DRILL')

  const stopped = await mia.delete<DrillRun>(`/api/v1/drills/${body.id}`)
  expect(stopped.body).toMatchObject({ state: 'stopped' })
  const after = (await mia.get<Incident>(`/api/v1/incidents/${name}`)).body
  expect([after.status, after.calls]).toEqual(['resolved', []])
  const { people } = (await mia.get<{ people: { name: string }[] }>('/api/v1/people')).body
  expect(people.map(one => one.name)).toEqual(['admin', 'Mia'])
  expect((await world.admin.get<{ resources: unknown[] }>('/api/v1/resources')).body.resources).toEqual([])
  expect(existsSync(join(tmpdir(), `fireline-drill-${process.getuid?.()}`))).toBe(false)
}, 60_000)

test('“watch one first”: scripted people put out a marked fire on this server, and its runbook is as before', async () => {
  const before = await mia.get('/api/v1/runbook/search?q=shop')
  await mia.post('/api/v1/drills', { fault: 'bad-deploy', auto: true, fast: true })
  const run = await until(
    async () => {
      const [first] = (await mia.get<{ drills: DrillRun[] }>('/api/v1/drills')).body.drills
      return first?.state === 'running' ? undefined : first
    },
    'the drill to be over',
    150_000,
  )
  expect([run.state, run.reason]).toEqual(['done', undefined])
  expect(run.truth?.entity).toBe('web-2')
  const is = (await mia.get<Incident>(`/api/v1/incidents/${run.incident}`)).body
  expect(is).toMatchObject({ drill: true, status: 'resolved' })
  expect(is.changes.map(one => one.state)).toEqual(['verified', 'verified', 'verified'])
  expect((await mia.get('/api/v1/runbook/search?q=shop')).body).toEqual(before.body)
}, 200_000)
