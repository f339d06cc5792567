import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endShells } from '../../src/agent/opened-shells.ts'
import { keySigner, type KeySigner } from '../../src/api/key-signer.ts'
import type { Refusal } from '../../src/incident/decision.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { type Opening, openingText } from '../../src/terminal/opening.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { type Browser, openBrowser, openIncident } from '../rally/people-at-a-terminal.ts'
import { requireProgram } from '../real-program.ts'
import { type AgentOfAHost, agentOfAHost } from './agent-of-a-host.ts'
import { passkey, sshKey, sshSigned } from './signing.ts'

const it = test.skipIf(requireProgram('ssh-keygen') === undefined)
const folder = mkdtempSync(join(tmpdir(), 'fireline-signing-'))
const anasTouch = passkey('fireline.example.com')

let world: World
let ana: Caller
let ben: Caller
let agent: AgentOfAHost
let incident: string
let bensKey: ReturnType<typeof sshKey>

beforeAll(async () => {
  world = await startWorld()
  ana = await world.person('Ana')
  ben = await world.person('Ben')
  bensKey = sshKey(folder, 'ben')
  incident = await openIncident(world, { id: ben.id, name: 'Ben' })
  const accounts = { ben: { key: bensKey.public }, ana: { passkey: anasTouch.listed } }
  agent = await agentOfAHost(world, `level: 4\nshell: ${JSON.stringify({ accounts })}`)
})

afterAll(async () => {
  await endShells(agent.places.state)
  await agent.end().catch(() => {})
  rmSync(folder, { recursive: true, force: true })
  expect(world.errors).toEqual([])
  await world.stop()
})

type ToSign = Pick<Opening, 'host' | 'incident' | 'terminal' | 'nonce' | 'person' | 'notAfter'> & {
  id: string
  accounts: object[]
}
const place = () => `/api/v1/incidents/${incident}/openings`
const ask = (who: Caller, body: object) => who.post<{ opening: ToSign; refusal: Refusal }>(place(), body)

async function sign(who: Caller, body: object, account: string, { publicKey }: KeySigner) {
  const { id, accounts: _, ...asked } = (await ask(who, body)).body.opening
  const { host, incident, terminal, nonce, person, notAfter } = asked
  const opening = { host, account, incident, terminal, nonce, person, sessionKey: publicKey, notAfter }
  const ssh = account === 'ben' && { ssh: sshSigned(opening, bensKey.file) }
  const signed = ssh || { passkey: anasTouch.answer(openingText(opening)) }
  return who.post<{ terminal: string; refusal: Refusal }>(`${place()}/${id}/signature`, {
    account,
    sessionKey: publicKey,
    signed,
  })
}

const folded = async () => (await ben.get<Incident>(`/api/v1/incidents/${incident}`)).body

async function typed(browser: Browser, terminal: string, signer: KeySigner, data: string): Promise<void> {
  const epoch = browser.epoch()
  browser.send({ type: 'input', terminal, epoch, data, ...(await signer.sign({ terminal, epoch, data })) })
}

it('Ben opens a shell by his own key, types signed, hands over to Ana, who signs before she types; it outlives the agent', async () => {
  const [bens, anas] = [await keySigner(), await keySigner()]
  const opened = await sign(ben, { host: 'db-1' }, 'ben', bens)
  expect(opened).toMatchObject({ status: 201, body: { host: 'db-1', terminal: expect.any(String) } })
  const { terminal } = opened.body
  const browser = await openBrowser(world.url, ben.token, { incident, terminal })
  await until(() => browser.epoch() > 0, "Ben's keyboard")
  browser.send({ type: 'input', terminal, epoch: browser.epoch(), data: 'echo unsigned\r' })
  await until(() => browser.messages.some(one => one.type === 'unsigned' && one.why === 'not-signed'), 'the no')
  await typed(browser, terminal, bens, 'echo ben-$((40+2))\r')
  await until(() => browser.shown().includes('ben-42'), 'what Ben typed')
  expect((await folded()).shells).toMatchObject([{ host: 'db-1', account: 'ben', person: ben.id, terminal }])
  // The agent may go: the shell has a line of its own.
  await agent.end()
  await typed(browser, terminal, bens, 'echo on-$((40+3))\r')
  await until(() => browser.shown().includes('on-43'), 'what Ben typed without the agent')
  expect((await ask(ana, { host: 'db-1' })).body.refusal).toMatchObject({ code: 'no-agent' })
  expect(browser.shown()).not.toContain('unsigned')
  browser.close()
})
