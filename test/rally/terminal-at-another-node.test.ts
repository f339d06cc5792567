import { mkdtempSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { linkToServer } from '../../src/agent/link.ts'
import { type Fireline, startFireline } from '../../src/main.ts'
import { betweenOf, openBetween } from '../../src/server/nodes/between.ts'
import { readSettings } from '../../src/settings.ts'
import { openSecrets } from '../../src/store/secrets.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { type Browser, openBrowser, openIncident, type SharedShell, shareShell } from './people-at-a-terminal.ts'

let world: World
/** Another node on the same database: the program next to Ana's shell dialled this one. */
let other: Fireline
let ana: Caller
let ben: Caller
let incident: string
let shell: SharedShell
let bens: Browser
const dataDir = mkdtempSync(join(tmpdir(), 'fireline-node-'))

beforeAll(async () => {
  world = await startWorld()
  const { connectionString = '' } = world.fireline.desk.db.options
  const env = { FIRELINE_SECRET_FILE: join(world.dataDir, 'secret'), FIRELINE_DATA: dataDir, FIRELINE_PORT: '0' }
  const log = { info: () => {}, error: () => {} }
  other = await startFireline(readSettings({ ...env, DATABASE_URL: connectionString }), log)
  ;[ana, ben] = [await world.person('Ana'), await world.person('Ben')]
  incident = await openIncident(world, { id: ana.id, name: 'Ana' })
  for (const one of [ana, ben]) await one.post(`/api/v1/incidents/${incident}/join`)
  shell = await shareShell(other.url, ana, incident, { command: ['sh', '-c', 'echo Ana is at work; exec cat'] })
  await shell.link.welcomed
  await until(() => {
    world.fireline.lookSoon()
    return betweenOf(world.fireline.desk).others().length === 1
  }, 'the nodes to know each other')
})
afterAll(async () => {
  bens?.close()
  await shell?.end()
  await world?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const shows = (text: string) => until(() => bens.shown().includes(text), `"${text}" in ${bens.shown()}`)

test('a terminal is watched from any node: in the room, in its list, and by who is held on its host', async () => {
  const { terminal } = shell
  bens = await openBrowser(world.url, ben.token, { incident, terminal })
  await shows('Ana is at work')
  const { body } = await ben.get(`/api/v1/incidents/${incident}/terminals`)
  expect(body).toMatchObject({
    terminals: [{ id: terminal, connected: true, cols: 100, keyboard: { holder: ana.id } }],
  })
  const guard = await world.admin.post<{ watchKey: string }>(`/api/v1/hosts/${hostname()}/guard`, {})
  const leave = new AbortController()
  const watched = await fetch(`${world.url}/guard/${guard.body.watchKey}/watch`, { signal: leave.signal })
  const reader = watched.body?.getReader()
  let drawn = ''
  while (!drawn.includes('Ana is at work')) drawn += Buffer.from((await reader?.read())?.value ?? []).toString()
  expect(drawn).toContain('INC-1: you watch, Ana types. [q] back')
  leave.abort()
})

test('who has the keyboard types from any node, and nobody else does', async () => {
  const input = (data: string) => bens.send({ type: 'input', terminal: shell.terminal, epoch: bens.epoch(), data })
  input('not yet\r')
  const refused = () => bens.messages.find(one => one.type === 'refused')
  expect(await until(refused, 'the no')).toMatchObject({ about: 'input', code: 'keyboard-held' })
  await ana.post(`/api/v1/incidents/${incident}/give-keyboard`, { to: ben.id })
  await ben.post(`/api/v1/incidents/${incident}/have-control`)
  const isHis = () =>
    bens.messages.some(
      one =>
        one.type === 'keyboard' && one.keyboard.holder === ben.id && one.keyboard.confirmed && !one.keyboard.awaiting,
    )
  await until(isHis, 'the keyboard to be his')
  input('typed at the other node\r')
  await shows('typed at the other node')
  expect(bens.shown()).not.toContain('not yet')
})

test('when its node is gone the line is said to be cut, and it goes on here once its program dials in here', async () => {
  await other.stop()
  await until(() => bens.messages.some(one => one.type === 'link' && !one.connected), 'him to be told')
  shell.link.close()
  shell.link = linkToServer({ keeper: shell.keeper, url: world.url, token: ana.token, say: () => {} })
  await until(() => {
    bens.send({ type: 'input', terminal: shell.terminal, epoch: bens.epoch(), data: 'and on here\r' })
    return bens.shown().includes('and on here')
  }, 'it to go on')
})

test('a pass of another secret, an old one and none open nothing', async () => {
  const { desk } = world.fireline
  const path = `/between-nodes/terminals/${incident}`
  const here = { id: 'n', name: 'n', address: world.url.replace('http://', '') }
  const asks = async (dataDir: string, aheadMs: number) => {
    const clock = { ...desk.clock, now: () => new Date(desk.clock.now().getTime() + aheadMs) }
    const stranger = { ...desk, clock }
    openBetween(stranger, { secrets: openSecrets({ dataDir }), others: () => [], tlsName: () => undefined })
    const between = betweenOf(stranger)
    const socket = between.dial(here, { kind: 'person', id: ben.id, name: 'Ben', role: 'admin' } as never)
    const closed = new Promise(resolve => socket.on('close', resolve).on('error', () => {}))
    const isIn = new Promise(resolve => socket.on('message', () => resolve('in')))
    const sayHello = new Promise(resolve =>
      socket.on('open', () => resolve(socket.send('{"type":"moved","incident":"x"}'))),
    )
    await sayHello
    const came = await Promise.race([closed, isIn])
    socket.terminate()
    return [(await between.get(here, path)).statusCode, came]
  }
  expect(await asks(world.dataDir, 0)).toEqual([200, 'in'])
  expect(await asks(dataDir, 0)).toEqual([404, 1008])
  expect(await asks(world.dataDir, -120_000)).toEqual([404, 1008])
  expect((await fetch(world.url + path)).status).toBe(404)
})
