import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { attachKeeper } from '../../src/agent/attached-keeper.ts'
import type { Session } from '../../src/agent/keeper-protocol.ts'
import { letType, openShell } from '../../src/agent/open-shell.ts'
import { readSession } from '../../src/agent/sessions.ts'
import type { FromAgent2, ToAgent } from '../../src/api/agent-protocol.ts'
import { binaryCast } from '../../src/api/binary-cast.ts'
import { type KeySigner, keySigner } from '../../src/api/key-signer.ts'
import { until } from '../harness.ts'

const terminal = '7d1d2f6e-0000-4000-8000-000000000001'
const incident = '0191d0e0-0000-7000-8000-000000000012'
const runtime = mkdtempSync(join(tmpdir(), 'fireline-opened-'))
const env = { PATH: process.env['PATH'], HOME: runtime, XDG_RUNTIME_DIR: runtime, SHELL: '/bin/bash' }
afterAll(() => rmSync(runtime, { recursive: true, force: true }))

/** A server that somebody stole: it takes every shell, and says whatever it likes to it. */
async function stolenServer() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  const is = { line: undefined as WebSocket | undefined, shown: '', said: [] as FromAgent2[], hello: {} as object }
  server.on('connection', line => {
    is.line = line
    line.on('message', (data: Buffer, isBinary) => {
      if (isBinary) is.shown += binaryCast(data)?.lines.toString() ?? ''
      else is.said.push(JSON.parse(data.toString()) as FromAgent2)
    })
    line.once('message', (data: Buffer) => {
      is.hello = JSON.parse(data.toString()) as object
      const keyboard = { epoch: 7, holder: 'p-ben' }
      const place = { recording: 'r', stored: 0, incident, number: 12, you: 'p-ben', credit: 1e9 }
      tell({ type: 'welcome', v: 2, ...place, keyboard })
    })
  })
  const tell = (frame: ToAgent) => is.line?.send(JSON.stringify(frame))
  await until(() => server.address() !== null, 'the server')
  const { port } = server.address() as { port: number }
  const close = () => {
    for (const line of server.clients) line.terminate()
    server.close()
  }
  return { ...is, is, tell, close, url: `http://127.0.0.1:${port}` }
}

const evil = 'echo HACKED\r'

/** All that somebody tries who owns the line and has heard every key that Ben typed. */
async function tries(ben: KeySigner, heard: ToAgent[]): Promise<ToAgent[]> {
  const own = await keySigner()
  const keys = { terminal, epoch: 7, data: evil }
  const by = { type: 'input', epoch: 7, person: 'p-ben' } as const
  const elsewhere = await ben.sign({ ...keys, terminal: incident })
  return [
    { ...by, data: evil },
    { ...by, data: evil, agreed: true },
    { ...by, ...keys, ...(await own.sign(keys)) },
    { ...by, ...keys, ...elsewhere },
    ...heard,
    ...heard.map(frame => ({ ...frame, data: evil }) as ToAgent),
    ...heard.map(frame => ({ ...frame, agreed: true }) as ToAgent),
    { type: 'keyboard', keyboard: { epoch: 8, holder: 'p-eve' } },
    { ...by, ...keys, epoch: 8, person: 'p-eve' },
    { ...by, ...keys, epoch: 8, person: 'p-eve', ...(await own.sign({ ...keys, epoch: 8 })) },
    { type: 'put', id: 'one', epoch: 8, person: 'p-eve', text: evil.trim() },
    { type: 'keyboard', keyboard: { epoch: 9 } },
    { type: 'keyboard', keyboard: { epoch: 10, holder: 'p-ben' } },
    { type: 'put', id: 'two', epoch: 10, person: 'p-ben', text: evil.trim() },
    { type: 'mark', label: 'keyboard: Ben' },
    { type: 'redraw' },
    { type: 'resize', epoch: 10, person: 'p-ben', cols: 120, rows: 40 },
  ]
}

test('a stolen server that has the line of a shell types nothing there, and who signs goes on typing', async () => {
  const [server, ben, ana] = [await stolenServer(), await keySigner(), await keySigner()]
  const dial = { url: server.url, opening: 'ticket' }
  const key = { person: 'p-ben', key: ben.publicKey }
  const shell = await openShell({ terminal, incident, host: 'db-1', key, dial }, undefined, env)
  const keeper = await attachKeeper(shell.folder, readSession(shell.folder) as Session)
  const type = async (signer: KeySigner, person: string, epoch: number, data: string) => {
    const frame: ToAgent = { type: 'input', epoch, person, data, ...(await signer.sign({ terminal, epoch, data })) }
    server.tell(frame)
    return frame
  }
  try {
    await until(() => server.is.shown.includes('$ ') || server.is.shown.includes('# '), 'the prompt')
    expect(server.is.hello).toMatchObject({ as: 'terminal', terminal, opening: 'ticket', host: 'db-1' })
    const heard = [await type(ben, 'p-ben', 7, 'echo be'), await type(ben, 'p-ben', 7, 'n-$((40+2))\r')]
    await until(() => server.is.shown.includes('ben-42'), 'what Ben typed')
    for (const frame of await tries(ben, heard)) server.tell(frame)
    // Whoever sits at a socket of the same user types nothing either.
    keeper.tell({ type: 'local', data: evil })
    // Ana takes over: her keys are let in once this host has seen her own opening.
    server.tell({ type: 'keyboard', keyboard: { epoch: 11, holder: 'p-ana' } })
    await type(ana, 'p-ana', 11, evil)
    const lost = () => server.is.said.filter(one => one.type === 'unsigned')
    await until(() => lost().some(one => one.person === 'p-ana' && one.why === 'no-key'), 'that Ana is not known')
    await letType(shell, { person: 'p-ana', key: ana.publicKey })
    ana.goOnAfter(0, lost().at(-1)?.seq ?? 0)
    await type(ana, 'p-ana', 11, 'echo ana-$((40+3))\r')
    await until(() => server.is.shown.includes('ana-43'), 'what Ana typed')
    expect(server.is.shown).not.toContain('HACKED')
    expect(server.is.said.filter(one => one.type === 'put-done').map(one => one.ok)).toEqual([false, false])
    expect(keeper.exitCode()).toBeUndefined()
  } finally {
    keeper.tell({ type: 'end' })
    await until(() => keeper.exitCode() !== undefined, 'the shell to end')
    process.kill(keeper.pid)
    keeper.detach()
    server.close()
  }
})
