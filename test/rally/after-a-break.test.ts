import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { spawn as spawnPty } from '@lydell/node-pty'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findSession } from '../../src/agent/sessions.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { type Fireline, startFireline } from '../../src/main.ts'
import { readSettings } from '../../src/settings.ts'
import { type FreshDatabase, freshDatabase } from '../database.ts'
import { adminToken, type Caller, callerOf, until } from '../harness.ts'
import { openBrowser, openIncident, shareShell } from './people-at-a-terminal.ts'

let database: FreshDatabase
let dataDir: string
let fireline: Fireline
let ana: Caller
let incident: string

const start = (port: string) => {
  const settings = {
    FIRELINE_PORT: port,
    FIRELINE_DATA: dataDir,
    DATABASE_URL: database.url,
    FIRELINE_ADMIN_TOKEN: adminToken,
  }
  return startFireline(readSettings(settings), { info: () => {}, error: () => {} })
}

beforeAll(async () => {
  database = await freshDatabase()
  dataDir = mkdtempSync(join(tmpdir(), 'fireline-data-'))
  fireline = await start('0')
  const admin = callerOf(fireline.url, adminToken, '')
  const { body } = await admin.post<{ id: string }>('/api/v1/people', { name: 'Ana', role: 'responder' })
  const token = await admin.post<{ token: string }>(`/api/v1/people/${body.id}/tokens`, { name: 'test' })
  ana = callerOf(fireline.url, token.body.token, body.id)
  incident = await openIncident({ fireline }, { id: ana.id, name: 'Ana' })
})

afterAll(async () => {
  await fireline.stop()
  await database.drop()
  rmSync(dataDir, { recursive: true, force: true })
})

const folded = async () => (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body
const cast = async (recording: string) => (await ana.get<string>(`/api/v1/recordings/${recording}.cast`)).body

test('the shell survives the death of the server; what happened meanwhile is on the timeline and in the recording, once', async () => {
  const shell = await shareShell(fireline.url, ana, incident)
  const { recording } = await shell.link.welcomed
  const type = (line: string) => shell.keeper.tell({ type: 'local', data: `${line}\r` })
  type('N=kept; echo before-$N')
  await until(async () => (await folded()).commands.length === 1, 'the first command')
  const { port } = new URL(fireline.url)
  await fireline.stop()
  await until(() => !shell.link.isLinked(), 'the cut line')
  type('echo meanwhile-$N')
  await until(() => shell.keeper.size() > 0 && shell.said.length > 0, 'the shell to go on')
  fireline = await start(port)
  await until(shell.link.isLinked, 'the line to come back')
  const browser = await openBrowser(fireline.url, ana.token, { incident, terminal: shell.terminal })
  expect(browser.shown()).toContain('before-kept')
  await until(() => browser.shown().includes('meanwhile-kept'), 'what was back-filled')
  browser.send({ type: 'input', terminal: shell.terminal, epoch: 1, data: 'echo after-$N\r' })
  await until(async () => (await folded()).commands.length === 3, 'all three commands')
  const is = await folded()
  expect(is.commands.map(ran => ran.command)).toEqual(['N=kept; echo before-$N', 'echo meanwhile-$N', 'echo after-$N'])
  expect(is.terminals).toHaveLength(1)
  await until(async () => (await cast(recording)).includes('after-kept'), 'the whole recording')
  const stored = await cast(recording)
  for (const once of ['before-kept', 'meanwhile-kept', 'after-kept']) expect(stored.split(once)).toHaveLength(2)
  await shell.end()
  await until(async () => (await folded()).terminals[0]?.state === 'ended', 'the end on the timeline')
  expect((await cast(recording)).trimEnd().split('\n').at(-1)).toMatch(/^\[[\d.]+, "x", "\d+"\]$/)
  browser.close()
})

test('fireline share: a person types in their own terminal, leaves it running, and comes back to the same shell', async () => {
  const runtime = mkdtempSync(join(tmpdir(), 'fireline-own-'))
  const cli = fileURLToPath(new URL('../../src/cli/cli.ts', import.meta.url))
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: runtime,
    XDG_RUNTIME_DIR: runtime,
    SHELL: '/bin/bash',
    TERM: 'xterm',
    FIRELINE_URL: fireline.url,
    FIRELINE_TOKEN: ana.token,
  }
  const run = () => {
    const pty = spawnPty(process.execPath, [cli, 'share', '--incident', incident], {
      cols: 90,
      rows: 20,
      env,
      cwd: runtime,
    })
    const seen = { text: '', code: -1 }
    pty.onData(data => (seen.text += data))
    pty.onExit(({ exitCode }) => (seen.code = exitCode))
    return { pty, seen }
  }
  const first = run()
  await until(() => first.seen.text.includes('Shared in INC-'), 'the shared shell', 20_000)
  first.pty.write('WHO=$$; echo pid-$WHO.\r')
  const pid = await until(() => /pid-(\d+)\./.exec(first.seen.text)?.[1], 'the shell to answer')
  first.pty.write('\u001c\u001c')
  await until(() => first.seen.code === 0, 'to leave')
  const second = run()
  await until(() => second.seen.text.includes('Shared in INC-'), 'to come back', 20_000)
  second.pty.write('echo again-$WHO; exit 5\r')
  await until(() => second.seen.text.includes(`again-${pid}`), 'the same shell')
  await until(() => second.seen.code === 5, "the shell's own exit code")
  const place = { url: fireline.url, incident, looking: false, env }
  expect(await findSession(place)).toBeUndefined()
  rmSync(runtime, { recursive: true, force: true })
}, 60_000)

test('fireline login: a terminal shows a code, a signed-in person says yes, and it has a token of theirs, once', async () => {
  const nobody = callerOf(fireline.url, '', '')
  const { body } = await nobody.post<{ deviceCode: string; userCode: string }>('/api/v1/device', {
    name: 'ana on laptop',
  })
  const ask = () =>
    nobody.post<{ token?: string; pending?: true }>('/api/v1/device/token', { deviceCode: body.deviceCode })
  expect((await ask()).body.pending).toBe(true)
  expect((await nobody.post('/api/v1/device/approve', { userCode: body.userCode })).status).toBe(401)
  expect((await ana.post('/api/v1/device/approve', { userCode: 'BCDF-GHJK' })).status).toBe(400)
  const approved = await ana.post('/api/v1/device/approve', { userCode: body.userCode.toLowerCase() })
  expect(approved.body).toEqual({ name: 'ana on laptop' })
  const { token } = (await ask()).body
  expect((await callerOf(fireline.url, token ?? '', '').get('/api/v1/me')).status).toBe(200)
  expect((await ask()).status).toBe(404)
})
