import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { newId } from '../../src/engine/id.ts'
import { redact } from '../../src/engine/redact/redact.ts'
import { handedOutOf } from '../../src/hosts/handed-out.ts'
import { terminalsOf } from '../../src/hosts/terminals.ts'
import { happened } from '../../src/incident/decision.ts'
import { inTransaction } from '../../src/store/db.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { lyingAgent } from './lying-agent.ts'
import { openBrowser, openIncident, type SharedShell, shareShell } from './people-at-a-terminal.ts'

let world: World
let ana: Caller
let incident: string
let shell: SharedShell

beforeAll(async () => {
  world = await startWorld()
  ana = await world.person('Ana')
  incident = await openIncident(world, { id: ana.id, name: 'Ana' })
  shell = await shareShell(world.url, ana, incident)
  await shell.link.welcomed
})

afterAll(async () => {
  await shell.end()
  await world.stop()
})

const watch = () => openBrowser(world.url, ana.token, { incident, terminal: shell.terminal })

test('a flood stops soon after Ctrl-C, and a watcher who reads nothing jumps to the screen instead of holding anyone up', async () => {
  const [anas, slow] = [await watch(), await watch()]
  const type = (data: string) => anas.send({ type: 'input', terminal: shell.terminal, epoch: 1, data })
  slow.socket.pause()
  const screensBefore = slow.messages.filter(message => message.type === 'screen').length
  type('yes a-line-of-a-flood-that-fills-every-buffer-there-is\r')
  await until(() => anas.shown().length > 6_000_000, 'a flood', 20_000)
  const from = performance.now()
  type('\u0003')
  type('echo the-en""d\r')
  await until(() => anas.shown().includes('the-end'), 'the end of the flood')
  expect(performance.now() - from).toBeLessThan(5_000)
  slow.socket.resume()
  await until(() => slow.shown().includes('the-end'), 'the slow one to catch up')
  expect(slow.messages.filter(message => message.type === 'screen').length).toBeGreaterThan(screensBefore)
  expect(slow.shown().length).toBeLessThan(anas.shown().length)
  anas.close()
  slow.close()
}, 60_000)

test('a full-screen program whose screen is begun anew draws all of it, at its own size, and the recording says why', async () => {
  const draws = `draw() { printf '\\033[H<%s>' "$(stty size)"; }; trap draw WINCH; printf '\\033[?1049h'; draw; while :; do sleep 0.05; done`
  const full = await shareShell(world.url, ana, incident, { command: ['bash', '-c', draws] })
  const { recording } = await full.link.welcomed
  const anas = await openBrowser(world.url, ana.token, { incident, terminal: full.terminal })
  await until(() => anas.shown().includes('<30 100>'), 'its screen')
  terminalsOf(world.fireline.desk).get(full.terminal)?.showAnew('')
  await until(() => /<29 100>[^]*<30 100>/.test(anas.shown()), 'all of it to be drawn anew')
  await until(full.link.allStored, 'the recording')
  const { body } = await ana.get<string>(`/api/v1/recordings/${recording}.cast`)
  expect(body.match(/^# fireline .*redrawn.*$/gm)).toEqual(['# fireline {"redrawn":{"cols":100,"rows":30}}'])
  expect(body).not.toMatch(/, "r", /)
  anas.close()
  await full.end()
})

test('who looks at an incident is seen by the others, and entries come to them as they are made', async () => {
  const ben = await world.person('Ben')
  const [anas, bens] = [await openBrowser(world.url, ana.token), await openBrowser(world.url, ben.token)]
  anas.send({ type: 'watch-timeline', incident: 'INC-1', after: 0 })
  bens.send({ type: 'watch-timeline', incident: 'INC-1', after: 0 })
  const together = () => anas.messages.some(message => message.type === 'presence' && message.people.length === 2)
  await until(together, 'both to be seen')
  await ben.post(`/api/v1/incidents/${incident}/suggest`, { text: 'Wait', why: 'it recovers' })
  const told = () => anas.messages.flatMap(message => (message.type === 'entries' ? message.entries : []))
  await until(() => told().some(entry => entry.type === 'Suggested'), 'the suggestion')
  expect(told().map(entry => entry.seq)).toEqual(told().map((_, i) => i + 1))
  bens.close()
  const alone = () => anas.messages.findLast(message => message.type === 'presence')?.people.length === 1
  await until(alone, 'Ben to be gone')
  anas.close()
})

test("what prints there waits for the operator's screen, and for no watcher's", async () => {
  const ben = await world.person('Ben, who only looks')
  const bens = await openBrowser(world.url, ben.token, { incident, terminal: shell.terminal })
  const anas = await watch()
  const here = terminalsOf(world.fireline.desk).get(shell.terminal)
  const byScreen = () => (here?.screen.position() ?? 0) + 512 * 1024
  bens.send({ type: 'shown', terminal: shell.terminal, offset: 1 })
  bens.send({ type: 'input', terminal: shell.terminal, epoch: 1, data: 'x' })
  await until(() => bens.messages.some(message => message.type === 'refused'), 'the no to a key after it')
  expect(here?.creditTo()).toBe(byScreen())
  anas.send({ type: 'shown', terminal: shell.terminal, offset: 7 })
  await until(() => here?.creditTo() === 7 + 128 * 1024, 'credit by what Ana sees')
  anas.close()
  bens.close()
})

test('an agent that lies about what it leaves out reaches no clipboard, title or answer of who watches, live or late', async () => {
  const esc = '\u001b'
  const agent = await lyingAgent(world.url, ana, incident)
  const place = { incident, terminal: agent.terminal }
  const live = await openBrowser(world.url, ana.token, place)
  agent.shows(`begin ${esc}]52;c;cm0gLXJmIC8=\u0007${esc}]0;gotcha${esc}\\${esc}[6\nn${esc}P$qm`)
  agent.shows(`${esc}\\${esc}[c${esc}Z ${esc}[31mend`)
  await until(() => live.shown().includes('end'), 'the end')
  const late = await openBrowser(world.url, ana.token, place)
  expect(live.shown()).toMatch(/begin \n/)
  expect(late.shown()).toMatch(/begin[^]*end/)
  expect(live.shown() + late.shown()).not.toMatch(/52;|gotcha|\[6n|\[c/)
  for (const one of [live, late, agent]) one.close()
})

test('a page of another site, a binary frame, a frame too large and a frame that is none end the socket', async () => {
  const address = `${world.url.replace(/^http/, 'ws')}/ws`
  const foreign = new WebSocket(address, { origin: 'https://evil.example' })
  const status = await new Promise(resolve =>
    foreign.on('unexpected-response', (_, response) => resolve(response.statusCode)),
  )
  foreign.on('error', () => {}).terminate()
  expect(status).toBe(403)
  for (const frame of [
    '{"type":"nonsense"}',
    'not json',
    Buffer.from([1]),
    'x'.repeat(2_000_000),
    '[[['.repeat(100_000),
  ]) {
    const browser = await openBrowser(world.url, ana.token)
    const closed = new Promise<number>(resolve => browser.socket.on('close', resolve))
    browser.socket.send(frame)
    expect([1003, 1008, 1009]).toContain(await closed)
  }
  expect(world.errors).toEqual([])
})

test('what was redacted from a recording is on no live screen any more', async () => {
  const anas = await watch()
  anas.send({ type: 'input', terminal: shell.terminal, epoch: 1, data: 'echo canary-secret-42\r' })
  const { recording } = await shell.link.welcomed
  const cast = async () => (await ana.get<string>(`/api/v1/recordings/${recording}.cast`)).body
  await until(async () => (await cast()).includes('canary-secret-42\\r\\n'), 'the stored secret')
  const screens = anas.messages.filter(message => message.type === 'screen').length
  const { desk } = world.fireline
  const by = { kind: 'person' as const, id: ana.id, name: 'Ana' }
  const ask = { id: newId(desk.clock.now()), by, at: desk.clock.at(), body: { recording, reason: 'a secret' } }
  // Whoever decides it: here only what it leaves on the timeline counts.
  desk.road['redacted'] ??= () => [happened('Redacted', { recording, reason: 'a secret', masks: [], stillHolds: [] })]
  await inTransaction(desk.db, tx => redact(desk, tx, incident, ask, async () => []))
  expect(await cast()).not.toContain('canary-secret-42')
  await until(() => anas.messages.filter(message => message.type === 'screen').length > screens, 'a new screen')
  const late = await watch()
  expect(anas.shown() + late.shown()).not.toContain('canary-secret-42')
  anas.close()
  late.close()
})

test('hostile names of incidents and recordings are not found, never a failure', async () => {
  for (const name of ['%00', '..%2f..', '9'.repeat(40), "'%20or%201=1"]) {
    expect((await ana.get(`/api/v1/recordings/${name}.cast`)).status).toBe(404)
    expect((await ana.get(`/api/v1/incidents/${name}/terminals`)).status).toBe(404)
  }
  const anas = await openBrowser(world.url, ana.token)
  anas.send({ type: 'watch-timeline', incident: '\u0000', after: 0 })
  const no = await until(() => anas.messages.find(message => message.type === 'refused'), 'a no')
  expect(no).toMatchObject({ code: 'not-found' })
  anas.close()
})

test('what Fireline handed out or keeps reaches no watcher, no recording and no timeline', async () => {
  const { admin } = world
  const password = 'Rosinen/und=Mandeln-7'
  const { body: made } = await admin.post<{ key: string }>('/api/v1/integrations', {
    service: 'default',
    kind: 'webhook',
    name: 'p',
  })
  const url = `postgres://app:${encodeURIComponent(password)}@db:5432/orders`
  await admin.put('/api/v1/resources/orders', { kind: 'postgres', url })
  const gone = [
    made.key,
    ana.token,
    password,
    encodeURIComponent(password),
    Buffer.from(`app:${password}`).toString('base64'),
  ]
  const { desk } = world.fireline
  await until(() => handedOutOf(desk).now().isKey(made.key), 'the key to be known')
  const anas = await watch()
  const type = (data: string) => anas.send({ type: 'input', terminal: shell.terminal, epoch: 1, data })
  type(`clear; printf '%s\\n' ${gone.map(it => `'${it}'`).join(' ')}; echo over-"now"\r`)
  await until(() => anas.shown().includes('over-now'), 'all of it')
  await until(async () => (await cast()).includes('over-now'), 'the recording')
  const timeline = async () => JSON.stringify((await ana.get(`/api/v1/incidents/${incident}/timeline`)).body)
  await until(async () => (await timeline()).includes('clear; printf'), 'the command on the timeline')
  for (const text of [anas.shown(), await cast(), await timeline()])
    for (const secret of gone) expect(text.replaceAll(' ', '')).not.toContain(secret.slice(4, -4))
  expect(anas.shown()).toContain('*'.repeat(made.key.length))
  anas.close()

  async function cast(): Promise<string> {
    const { recording } = await shell.link.welcomed
    return (await ana.get<string>(`/api/v1/recordings/${recording}.cast`)).body
  }
})
