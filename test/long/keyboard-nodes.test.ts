import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CutOffDatabase, cutOffDatabase } from '../cut-off-database.ts'
import { type Caller, callerOf, until } from '../harness.ts'
import { type Node, type Nodes, nodesOn } from '../killed/nodes.ts'
import { openBrowser } from '../rally/people-at-a-terminal.ts'

let database: CutOffDatabase
let nodes: Nodes
let anas: Node
let bens: Node
let ben: Caller
let incident: string

/** Two processes on one database: Ana's line ends at one of them, Ben asks the other. */
beforeAll(async () => {
  database = await cutOffDatabase()
  nodes = await nodesOn(database.url)
  ;[anas, bens] = [await nodes.start(), await nodes.start()]
  const [ana, his] = [await person('Ana'), await person('Ben')]
  ben = callerOf(bens.url, his.token, his.id)
  const declared = { title: 'Carts are empty', severity: 'sev2', service: 'default' }
  incident = (await ana.post<{ id: string }>('/api/v1/incidents', declared)).body.id
  for (const one of [ana, ben]) await one.post(`/api/v1/incidents/${incident}/join`)
  await openBrowser(anas.url, ana.token)
})

afterAll(async () => {
  await nodes?.end()
  await database?.drop()
})

async function person(name: string): Promise<Caller> {
  const { admin, url } = anas
  const { id } = (await admin.post<{ id: string }>('/api/v1/people', { name, role: 'responder' })).body
  const { token } = (await admin.post<{ token: string }>(`/api/v1/people/${id}/tokens`, { name: 'test' })).body
  return callerOf(url, token, id)
}

const takeOver = () => ben.post(`/api/v1/incidents/${incident}/take-over`, { reason: 'She does not answer' })
const isHers = { refusal: { code: 'holder-is-here' } }

test('a keyboard whose holder sits at another node is theirs for as long as their line answers there', async () => {
  for (let n = 0; n < 8; n++) {
    expect((await takeOver()).body).toMatchObject(isHers)
    await wait(2_500)
  }
})

test('a database that stands still for longer than that takes nobody’s keyboard', async () => {
  database.freeze()
  await wait(20_000)
  database.thaw()
  const first = await until(async () => {
    const answer = await takeOver()
    return answer.status === 409 && answer.body
  }, 'the database to be back')
  expect(first).toMatchObject(isHers)
  for (let n = 0; n < 8; n++) {
    expect((await takeOver()).body).toMatchObject(isHers)
    await wait(2_000)
  }
})

test('killed with its node, the line is missed: not within seven seconds, and then anybody may take the keyboard', async () => {
  const from = performance.now()
  anas.signal('SIGKILL')
  await anas.gone
  await until(async () => (await takeOver()).status === 200, 'the keyboard to be free', 60_000)
  const afterMs = performance.now() - from
  process.stdout.write(`free ${(afterMs / 1_000).toFixed(1)} s after its node was killed\n`)
  expect(afterMs).toBeGreaterThan(7_000)
})
