import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { switchOff } from '../../src/agent/agent-off.ts'
import { proofOf, readEnrolment } from '../../src/agent/enrol.ts'
import { runHostAgent } from '../../src/agent/host-agent.ts'
import type { Agent } from '../../src/store/agents.ts'
import { startWorld, until, type World } from '../harness.ts'
import { agentOfAHost, enrolHere, hostFolders, nobody } from './agent-of-a-host.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(async () => {
  // A busy machine may let a look at the database wait; of the agents nothing may go wrong.
  expect(world.errors.filter(one => /agent|socket/.test(one))).toEqual([])
  await world.stop()
})

type Listed = Agent & { connected: boolean }
const listed = async (id: string): Promise<Listed | undefined> =>
  (await world.admin.get<{ agents: Listed[] }>('/api/v1/agents')).body.agents.find(one => one.id === id)

it('an agent is enrolled by a code, is listed with what its host allows, and is gone when it is revoked', async () => {
  const agent = await agentOfAHost(world, 'level: 0')
  await until(async () => (await listed(agent.id))?.level === 0, 'the agent to be listed')
  expect(await listed(agent.id)).toMatchObject({
    host: 'db-1',
    connected: true,
    checks: [],
    shell: false,
    version: 'test',
  })
  expect((await world.admin.delete(`/api/v1/agents/${agent.id}`)).status).toBe(200)
  expect(await agent.ended).toBe('shown out')
  expect(await listed(agent.id)).toMatchObject({ connected: false, revokedBy: expect.any(String) })
  const again = runHostAgent(
    { places: agent.places, version: 'test', does: {}, say: line => agent.said.push(line) },
    new AbortController().signal,
  )
  expect([await again, agent.said.at(-1)]).toEqual(['shown out', 'This agent of db-1 was revoked.'])
  expect((await world.admin.delete(`/api/v1/agents/${agent.id}`)).status).toBe(404)
  await agent.end()
})

it('one that was revoked at another node, or behind our back, loses its line all the same', async () => {
  const agent = await agentOfAHost(world, 'level: 0')
  await world.fireline.desk.db.query(`update agent set revoked_at = now(), revoked_by = 'another node' where id = $1`, [
    agent.id,
  ])
  expect(await agent.ended).toBe('shown out')
  await agent.end()
})

it('it is switched off without its server', async () => {
  const agent = await agentOfAHost(world, 'level: 0')
  switchOff(agent.places)
  expect(await agent.ended).toBe('off')
  await agent.end()
})

it('a code enrols one agent, once, and only with a key that is one', async () => {
  const { body } = await world.admin.post<{ code: string }>('/api/v1/agents', { host: 'web-1' })
  const { publicKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  const enrolBy = (code: string, publicKey: string) =>
    nobody(world.url).post<{ error: { path: string } }>('/api/v1/agents/enrol', { code, publicKey })
  expect(await enrolBy(body.code, 'no key')).toMatchObject({ status: 400, body: { error: { path: 'publicKey' } } })
  expect(await enrolBy(body.code, key)).toMatchObject({ status: 200, body: { host: 'web-1' } })
  expect(await enrolBy(body.code, key)).toMatchObject({ status: 400, body: { error: { path: 'code' } } })
  const late = await world.admin.post<{ code: string }>('/api/v1/agents', { host: 'web-1' })
  await world.fireline.desk.db.query(`update agent_code set expires_at = now() - interval '1 hour'`)
  expect(await enrolBy(late.body.code, key)).toMatchObject({ status: 400, body: { error: { path: 'code' } } })
  expect((await world.admin.post('/api/v1/agents', { host: 'a b; rm -rf /' })).status).toBe(400)
})

it('whoever has not proven the key is heard in nothing', async () => {
  const { root, places } = hostFolders()
  await enrolHere(world, places, 'db-2')
  const enrolled = readEnrolment(places.state)
  if (!enrolled) throw new Error('not enrolled')
  const { agent } = enrolled
  const hello = {
    type: 'hello',
    v: 2,
    as: 'host',
    agent,
    host: 'db-2',
    level: 4,
    version: '1',
    checks: [],
    shell: true,
  }
  const did = { type: 'did', wish: agent, shown: '', ms: 1 }
  const stolen = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const replies: Record<string, (nonce: string) => unknown> = {
    'an answer before its proof': () => did,
    'another key': nonce => ({ type: 'proof', signature: proofOf({ ...enrolled, key: stolen }, nonce) }),
    'an older nonce': () => ({ type: 'proof', signature: proofOf(enrolled, randomBytes(32).toString('base64url')) }),
    'the name of another agent': nonce => ({
      type: 'proof',
      signature: proofOf({ ...enrolled, agent: crypto.randomUUID() }, nonce),
    }),
    'no signature at all': () => ({ type: 'proof', signature: '!' }),
    'a second hello': () => hello,
    'a frame of none': () => ({ type: 'proof', signature: 'x', more: 1 }),
  }
  for (const [what, reply] of Object.entries(replies)) {
    const [code, welcomed] = await talk(hello, reply)
    expect([what, code, welcomed]).toEqual([what, 1008, false])
  }
  const [code, welcomed] = await talk(
    hello,
    nonce => ({ type: 'proof', signature: proofOf(enrolled, nonce) }),
    'enough',
  )
  expect([code, welcomed]).toEqual([1008, true])
  rmSync(root, { recursive: true })
})

/** What the server closed with, and whether it had welcomed. After a welcome `then` is sent, which is no frame. */
async function talk(hello: unknown, reply: (nonce: string) => unknown, then?: unknown): Promise<[number, boolean]> {
  const socket = new WebSocket(`${world.url.replace('http', 'ws')}/agent`)
  let welcomed = false
  socket.on('open', () => socket.send(JSON.stringify(hello)))
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as { type: string; nonce: string }
    welcomed ||= frame.type === 'welcome'
    if (frame.type === 'challenge') socket.send(JSON.stringify(reply(frame.nonce)))
    if (frame.type === 'welcome') socket.send(JSON.stringify(then))
  })
  const [code] = (await once(socket, 'close')) as [number]
  return [code, welcomed]
}
