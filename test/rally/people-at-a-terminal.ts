import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import type { AttachedKeeper } from '../../src/agent/attached-keeper.ts'
import { type Link, linkToServer } from '../../src/agent/link.ts'
import { sessionsFolder, startSession } from '../../src/agent/sessions.ts'
import type { ToRoom } from '../../src/api/room-messages.ts'
import { handle } from '../../src/engine/handle.ts'
import { newId } from '../../src/engine/id.ts'
import { inTransaction } from '../../src/store/db.ts'
import { newIncident } from '../../src/store/head.ts'
import { type Caller, until, type World } from '../harness.ts'

/** A person's browser: what it was sent, and what its terminal shows. */
export interface Browser {
  socket: WebSocket
  messages: ToRoom[]
  /** Everything shown so far, a later screen in place of what was before it. */
  shown(): string
  /** The keyboard as this browser knows it. */
  epoch(): number
  send(frame: Record<string, unknown>): void
  close(): void
}

export async function openBrowser(
  url: string,
  token: string,
  watch?: { incident: string; terminal: string },
): Promise<Browser> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, { perMessageDeflate: false })
  const messages: ToRoom[] = []
  let text = ''
  let epoch = -1
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as ToRoom
    messages.push(message)
    if (message.type === 'screen') text = message.data
    if (message.type === 'output') text += message.data
    if (message.type === 'screen' || message.type === 'keyboard') epoch = message.keyboard.epoch
  })
  socket.on('error', () => {})
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const send = (frame: Record<string, unknown>) => socket.send(JSON.stringify(frame))
  send({ type: 'hello', token })
  const shownOut = new Promise<never>((_, reject) =>
    socket.once('close', (_code, why) => reject(new Error(why.toString()))),
  )
  shownOut.catch(() => {})
  await Promise.race([shownOut, until(() => messages.some(message => message.type === 'welcome'), 'the welcome')])
  if (watch) {
    // A shell that has just begun may not be at the server yet.
    const ask = () => send({ type: 'watch-terminal', ...watch })
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as ToRoom
      if (message.type === 'refused' && message.about === 'watch-terminal') ask()
    })
    ask()
    await until(() => messages.some(message => message.type === 'screen'), 'the screen')
  }
  return { socket, messages, shown: () => text, epoch: () => epoch, send, close: () => socket.terminate() }
}

export interface SharedShell {
  /** Of its keeper. */
  folder: string
  keeper: AttachedKeeper
  link: Link
  terminal: string
  said: string[]
  end(): Promise<void>
}

/** Shares a real shell as `fireline share` does, without a person's own terminal around it. */
export async function shareShell(
  url: string,
  who: Caller,
  incident: string,
  more: { command?: string[]; env?: Record<string, string>; looking?: boolean; marks?: boolean; host?: string } = {},
): Promise<SharedShell> {
  const runtime = mkdtempSync(join(tmpdir(), 'fireline-share-'))
  const env = { PATH: process.env['PATH'], HOME: runtime, XDG_RUNTIME_DIR: runtime, SHELL: '/bin/bash', ...more.env }
  const { command = [], looking = false, marks, host } = more
  const told = { ...(marks && { marks }), ...(host && { host }) }
  const wanted = { url, incident, looking, command, cols: 100, rows: 30, ...told }
  const keeper = await startSession({ ...wanted, env, cwd: runtime })
  const said: string[] = []
  const link = linkToServer({ keeper, url, token: who.token, say: line => said.push(line) })
  const { terminal } = keeper.session
  const shell: SharedShell = {
    folder: join(sessionsFolder(env), terminal.slice(0, 8)),
    keeper,
    link,
    terminal,
    said,
    async end() {
      const { keeper, link } = shell
      keeper.tell({ type: 'end' })
      await until(() => keeper.exitCode() !== undefined, 'the shell to end').catch(() => {})
      await until(link.allStored, 'the recording to be stored', 3_000).catch(() => {})
      link.close()
      kill(keeper.pid)
      keeper.detach()
      rmSync(runtime, { recursive: true, force: true })
    },
  }
  return shell
}

/** An incident, as a person declares it. */
export async function openIncident(
  { fireline }: Pick<World, 'fireline'>,
  person: { id: string; name: string },
): Promise<string> {
  const { desk } = fireline
  const now = desk.clock.now()
  const id = newId(now)
  return inTransaction(desk.db, async tx => {
    const number = await newIncident(tx, id)
    const body = { title: 'Checkout fails', severity: 'sev2', service: 'default', number }
    await handle(desk, tx, id, { id, by: { kind: 'person', ...person }, at: desk.clock.at(), body }, 'declare')
    return id
  })
}

function kill(pid: number): void {
  try {
    process.kill(pid)
  } catch {
    // It left by itself, as it should once everything is stored.
  }
}
