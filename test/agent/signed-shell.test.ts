import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type KeySigner, keySigner } from '../../src/api/key-signer.ts'
import { terminalsOf } from '../../src/hosts/terminals.ts'
import type { Refusal } from '../../src/incident/decision.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { byTicket, ended } from '../../src/server/credentials.ts'
import { inTransaction } from '../../src/store/db.ts'
import { addOpening } from '../../src/store/openings.ts'
import { type Opening, openingText } from '../../src/terminal/opening.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { type Browser, openBrowser, openIncident } from '../rally/people-at-a-terminal.ts'
import { requireProgram } from '../real-program.ts'
import { type AgentOfAHost, agentOfAHost } from './agent-of-a-host.ts'
import { passkey, shellsOf, sshKey, sshSigned } from './signing.ts'

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
  await shellsOf(agent.places.state).end()
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

/** The keyboard is theirs as the host itself has it now. */
function hasControl(browser: Browser, { id }: Caller): boolean {
  const said = browser.messages.findLast(one => one.type === 'keyboard')
  return said?.keyboard.holder === id && !said.keyboard.awaiting && said.keyboard.confirmed
}

it('Ben opens a shell by his own key, types signed, hands over to Ana, who signs before she types; it outlives agent and server', async () => {
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
  expect((await folded()).shells?.at(-1)).toMatchObject({ host: 'db-1', account: 'ben', person: ben.id, terminal })
  const anasBrowser = await openBrowser(world.url, ana.token, { incident, terminal })
  await ben.post(`/api/v1/incidents/${incident}/give-keyboard`, { to: ana.id, host: 'db-1' })
  await ana.post(`/api/v1/incidents/${incident}/have-control`, { host: 'db-1' })
  await until(() => hasControl(anasBrowser, ana), "Ana's keyboard")
  await typed(anasBrowser, terminal, anas, 'echo unsigned\r')
  await until(() => anasBrowser.messages.some(one => one.type === 'unsigned' && one.why === 'no-key'), 'the no to Ana')
  const joined = await sign(ana, { host: 'db-1', terminal }, 'ana', anas)
  expect(joined).toMatchObject({ status: 201, body: { terminal } })
  const missed = anasBrowser.messages.findLast(one => one.type === 'unsigned')
  anas.goOnAfter(0, missed?.seq ?? 0)
  await typed(anasBrowser, terminal, anas, 'echo ana-$((40+4))\r')
  await until(() => anasBrowser.shown().includes('ana-44'), 'what Ana typed')
  expect((await folded()).shells?.at(-1)).toMatchObject({ account: 'ana', person: ana.id, joins: true })
  await ana.post(`/api/v1/incidents/${incident}/give-keyboard`, { to: ben.id, host: 'db-1' })
  await ben.post(`/api/v1/incidents/${incident}/have-control`, { host: 'db-1' })
  await until(() => hasControl(browser, ben), "Ben's keyboard again")
  anasBrowser.close()
  // The agent may go: the shell has a line of its own.
  const shells = shellsOf(agent.places.state)
  await agent.end()
  await typed(browser, terminal, bens, 'echo on-$((40+3))\r')
  await until(() => browser.shown().includes('on-43'), 'what Ben typed without the agent')
  browser.close()
  // So may the server: the keeper dials in again by its ticket, and takes the same signatures.
  terminalsOf(world.fireline.desk).stop()
  const later = await openBrowser(world.url, ben.token, { incident, terminal })
  await until(() => later.epoch() > 0, 'the keyboard after the break')
  await typed(later, terminal, bens, 'echo later-$((40+6))\r')
  await until(() => later.shown().includes('later-46'), 'what Ben typed after the break')
  expect((await ask(ana, { host: 'db-1' })).body.refusal).toMatchObject({ code: 'no-agent' })
  expect(later.shown()).not.toContain('unsigned')
  later.close()
  await shells.end()
})

it('a ticket is for one terminal, and worth nothing once its agent is revoked', async () => {
  const { desk } = world.fireline
  const terminal = crypto.randomUUID()
  const opening = { id: crypto.randomUUID(), incident, host: 'db-1', agent: agent.id, terminal, person: ben.id }
  await inTransaction(desk.db, tx => addOpening(tx, { ...opening, account: 'ben', at: new Date() }, 'fl_shell_one'))
  const known = await byTicket(desk, 'fl_shell_one', terminal)
  expect(known?.who).toMatchObject({ id: ben.id, kind: 'person' })
  expect(await byTicket(desk, 'fl_shell_one', crypto.randomUUID())).toBeUndefined()
  expect(await byTicket(desk, 'fl_shell_other', terminal)).toBeUndefined()
  const all = known ? [known] : []
  expect(await ended(desk, all)).toEqual([])
  await world.admin.delete(`/api/v1/agents/${agent.id}`)
  expect(await byTicket(desk, 'fl_shell_one', terminal)).toBeUndefined()
  expect(await ended(desk, all)).toEqual(all)
})
