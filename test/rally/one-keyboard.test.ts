import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Incident } from '../../src/incident/incident.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { openBrowser, openIncident, type SharedShell, shareShell } from './people-at-a-terminal.ts'

let world: World
let ana: Caller
let ben: Caller
let incident: string
let shell: SharedShell

beforeAll(async () => {
  world = await startWorld()
  ana = await world.person('Ana')
  ben = await world.person('Ben')
  incident = await openIncident(world, { id: ana.id, name: 'Ana' })
  shell = await shareShell(world.url, ana, incident)
  await shell.link.welcomed
})

afterAll(async () => {
  await shell.end()
  await world.stop()
})

const folded = async () => (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body
const watch = (who: Caller) => openBrowser(world.url, who.token, { incident, terminal: shell.terminal })

test('who shares a terminal in an empty room leads and has the keyboard', async () => {
  const is = await folded()
  expect(is.terminals).toMatchObject([{ id: shell.terminal, person: ana.id, state: 'live' }])
  expect([is.lead, is.operator, is.epoch]).toEqual([ana.id, ana.id, 1])
})

test('the operator types, everybody sees it, and the command is an object with its text, folder and exit', async () => {
  const [anas, bens] = [await watch(ana), await watch(ben)]
  await until(() => anas.epoch() === 1, 'the epoch')
  anas.send({ type: 'input', terminal: shell.terminal, epoch: 1, data: 'cd /tmp && (exit 3) # the\\ one;two\r' })
  const ran = await until(async () => (await folded()).commands[0], 'the command')
  expect(ran).toMatchObject({ command: 'cd /tmp && (exit 3) # the\\ one;two', exitCode: 3, person: ana.id })
  await until(() => bens.shown().includes('the\\ one;two'), 'Ben to see it')
  anas.send({ type: 'input', terminal: shell.terminal, epoch: 1, data: 'pwd; pwd\r' })
  const second = await until(async () => (await folded()).commands[1], 'the second command')
  expect(second).toMatchObject({ command: 'pwd; pwd', cwd: '/tmp', exitCode: 0 })
  anas.close()
  bens.close()
})

test("another person's keys do not arrive, neither by the server nor by a frame forged to the agent", async () => {
  const bens = await watch(ben)
  bens.send({ type: 'input', terminal: shell.terminal, epoch: 1, data: 'echo stray-by-server\r' })
  const no = await until(() => bens.messages.find(message => message.type === 'refused'), 'the refusal')
  expect(no).toMatchObject({ code: 'keyboard-held', message: 'Ana has the keyboard.' })
  const refused: unknown[] = []
  shell.keeper.happenings.on('refused', frame => refused.push(frame))
  shell.keeper.tell({ type: 'input', epoch: 1, person: ben.id, data: 'echo stray-by-name\r' })
  shell.keeper.tell({ type: 'input', epoch: 0, person: ana.id, data: 'echo stray-by-epoch\r' })
  shell.keeper.tell({ type: 'input', epoch: 2, person: ben.id, data: 'echo stray-by-future\r' })
  await until(() => refused.length === 3, 'three refusals')
  shell.keeper.tell({ type: 'input', epoch: 1, person: ana.id, data: 'echo after-them\r' })
  await until(() => bens.shown().includes('after-them\r\n'), 'what Ana typed')
  expect(bens.shown()).not.toContain('stray')
  bens.close()
})

test('asked for, given: from the confirmed hand-over on only the new operator types', async () => {
  const [anas, bens] = [await watch(ana), await watch(ben)]
  const held = await ben.post(`/api/v1/incidents/${incident}/take-keyboard`)
  expect(held.status).toBe(409)
  expect(held.body).toMatchObject({ refusal: { code: 'keyboard-held' } })
  expect((await ben.post(`/api/v1/incidents/${incident}/ask-keyboard`)).status).toBe(200)
  expect((await ana.post(`/api/v1/incidents/${incident}/give-keyboard`, { to: ben.id })).status).toBe(200)
  const confirmed = () =>
    bens.messages.some(
      message => message.type === 'keyboard' && message.keyboard.epoch === 2 && message.keyboard.confirmed,
    )
  await until(confirmed, 'the confirmed hand-over')
  bens.send({ type: 'input', terminal: shell.terminal, epoch: 2, data: 'echo too-early\r' })
  const early = await until(() => bens.messages.find(message => message.type === 'refused'), 'the refusal')
  expect(early).toMatchObject({ code: 'no-control-yet', next: [{ command: 'have-control' }] })
  shell.keeper.tell({ type: 'input', epoch: 2, person: ben.id, data: 'echo too-early\r' })
  expect((await ben.post(`/api/v1/incidents/${incident}/have-control`)).status).toBe(200)
  const hasControl = () =>
    bens.messages.findLast(message => message.type === 'keyboard')?.keyboard.awaiting === undefined
  await until(hasControl, 'control')
  anas.send({ type: 'input', terminal: shell.terminal, epoch: 1, data: 'echo late-key\r' })
  anas.send({ type: 'input', terminal: shell.terminal, epoch: 2, data: 'echo late-key\r' })
  shell.keeper.tell({ type: 'input', epoch: 1, person: ana.id, data: 'echo late-key\r' })
  shell.keeper.tell({ type: 'local', data: 'echo late-key\r' })
  await until(() => anas.messages.filter(message => message.type === 'refused').length === 2, 'two refusals')
  bens.send({ type: 'input', terminal: shell.terminal, epoch: 2, data: 'echo now-ben\r' })
  await until(() => anas.shown().includes('now-ben\r\n'), 'what Ben typed')
  expect(anas.shown()).not.toMatch(/late-key|too-early/)
  anas.close()
  bens.close()
})

test('a viewer watches and may not type; a socket without a token, or from a foreign page, is shown out', async () => {
  const vera = await world.person('Vera', 'viewer')
  const veras = await watch(vera)
  veras.send({ type: 'input', terminal: shell.terminal, epoch: 2, data: 'x' })
  expect(await until(() => veras.messages.find(message => message.type === 'refused'), 'a no')).toMatchObject({
    code: 'not-allowed',
  })
  veras.close()
  await expect(openBrowser(world.url, 'fl_wrong')).rejects.toThrow('wrong-token')
})

test('a removed person has no open socket after a second', async () => {
  const eve = await world.person('Eve')
  const eves = await watch(eve)
  const closed = new Promise<number>(resolve => eves.socket.on('close', () => resolve(performance.now())))
  const from = performance.now()
  await world.fireline.desk.db.query('update person set disabled_at = now() where id = $1', [eve.id])
  expect((await closed) - from).toBeLessThan(1_000)
})

test('the recording is asciicast v3: a header, output, the marks of commands and hand-overs', async () => {
  const { body } = await ana.get<{ terminals: { recording: string }[] }>(`/api/v1/incidents/${incident}/terminals`)
  const text = await until(async () => {
    const cast = (await ana.get<string>(`/api/v1/recordings/${body.terminals[0]?.recording}.cast`)).body
    return cast.includes('now-ben') && cast
  }, 'the stored recording')
  const [head, ...lines] = text
    .trimEnd()
    .split('\n')
    .filter(line => !line.startsWith('#'))
    .map(line => JSON.parse(line) as unknown)
  expect(head).toMatchObject({ version: 3, term: { cols: 100, rows: 30 } })
  const events = lines as [number, string, string][]
  expect(events.every(([wait, code, data]) => wait >= 0 && 'ormx'.includes(code) && typeof data === 'string')).toBe(
    true,
  )
  const marks = events.filter(([, code]) => code === 'm').map(([, , label]) => label)
  expect(marks).toEqual(expect.arrayContaining(['keyboard: Ana', '$ pwd; pwd', 'keyboard: Ben', '$ echo now-ben']))
  expect(text).not.toContain('633;')
})

test('who is demoted while they have the keyboard has it no longer: it falls to the lead, the agent knows, and no key of theirs arrives', async () => {
  expect((await folded()).operator).toBe(ben.id)
  const bens = await watch(ben)
  const { epoch } = await folded()
  expect((await world.admin.put(`/api/v1/people/${ben.id}/role`, { role: 'viewer' })).status).toBe(200)
  await until(() => bens.socket.readyState === bens.socket.CLOSED, 'their socket to end')
  await until(async () => (await folded()).operator === ana.id, 'the keyboard to fall to Ana')
  const anas = await watch(ana)
  const isHers = () =>
    anas.messages.some(one => 'keyboard' in one && one.keyboard.epoch > epoch && one.keyboard.confirmed)
  await until(isHers, 'the agent to know')
  const refused: unknown[] = []
  shell.keeper.happenings.on('refused', frame => refused.push(frame))
  shell.keeper.tell({ type: 'input', epoch, person: ben.id, data: 'echo stray-viewer\r' })
  await until(() => refused.length === 1, 'the refusal')
  const again = await watch(ben)
  again.send({ type: 'input', terminal: shell.terminal, epoch: epoch + 1, data: 'echo stray-viewer\r' })
  await until(() => again.messages.some(message => message.type === 'refused'), 'a no')
  shell.keeper.tell({ type: 'local', data: 'echo after-$((1 + 1))-viewers\r' })
  await until(() => anas.shown().includes('after-2-viewers'), 'what Ana types')
  expect(anas.shown()).not.toContain('stray-viewer')
  for (const browser of [again, anas]) browser.close()
})
