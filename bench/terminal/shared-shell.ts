import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import type { AttachedKeeper } from '../../src/agent/attached-keeper.ts'
import { linkToServer } from '../../src/agent/link.ts'
import { startSession } from '../../src/agent/sessions.ts'
import type { ToRoom } from '../../src/api/room-messages.ts'
import { type FirelinePeer, startFireline } from '../intake/peers.ts'

/** A server as `npm start` runs it, and one shell that is shared on it, each in a process of its own. */
export interface SharedShell {
  peer: FirelinePeer
  keeper: AttachedKeeper
  /** Where to look, and as whom. */
  place: Place
  end(): Promise<void>
}

export interface Place {
  url: string
  /** Of who shares and types, and of who watches. */
  token: string
  watches: string
  incident: string
  terminal: string
  epoch: number
}

export interface Operator {
  type(data: string): void
  /** Hears whatever the terminal shows. */
  hear(heard: (message: ToRoom) => void): void
  close(): void
}

export async function shareShell(peer: FirelinePeer, command: string[]): Promise<SharedShell> {
  const [token, watches] = [await tokenOf(peer, 'Ana'), await tokenOf(peer, 'Ben')]
  const asAna = async <T>(path: string, body: unknown): Promise<T> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(peer.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const title = 'Shop is slow'
  const opened = await asAna<{ id: string }>('/api/v1/incidents', { title, severity: 'sev2', service: 'default' })
  const runtime = mkdtempSync(join(tmpdir(), 'bench-share-'))
  const env = { PATH: process.env['PATH'], HOME: runtime, XDG_RUNTIME_DIR: runtime, SHELL: '/bin/bash' }
  const wanted = { url: peer.url, incident: opened.id, looking: false, command, cols: 80, rows: 24 }
  const keeper = await startSession({ ...wanted, env, cwd: runtime })
  const link = linkToServer({ keeper, url: peer.url, token, say: () => {} })
  const { keyboard } = await link.welcomed
  const { terminal } = keeper.session
  return {
    peer,
    keeper,
    place: { url: peer.url, token, watches, incident: opened.id, terminal, epoch: keyboard.epoch },
    async end() {
      keeper.tell({ type: 'end' })
      await new Promise(resolve => setTimeout(resolve, 300))
      link.close()
      keeper.detach()
      if (isAlive(keeper.pid)) process.kill(keeper.pid)
      rmSync(runtime, { recursive: true, force: true })
    },
  }
}

async function tokenOf(peer: FirelinePeer, name: string): Promise<string> {
  const { id } = await peer.call<{ id: string }>('POST', '/api/v1/people', { name, role: 'responder' })
  return (await peer.call<{ token: string }>('POST', `/api/v1/people/${id}/tokens`, { name: 'bench' })).token
}

export const startServer = (): Promise<FirelinePeer> => startFireline()

/** A browser's socket without the browser: it draws nothing, and says that it has, as a page does. */
export async function openOperator({ url, token, incident, terminal, epoch }: Place): Promise<Operator> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, { perMessageDeflate: false })
  const ears: ((message: ToRoom) => void)[] = []
  const shown = Promise.withResolvers<void>()
  const send = (frame: object) => socket.send(JSON.stringify(frame))
  socket.on('open', () => send({ type: 'hello', token }))
  socket.on('error', shown.reject)
  let offset = 0
  let saying: NodeJS.Timeout | undefined
  const sayShown = () => {
    saying = undefined
    send({ type: 'shown', terminal, offset })
  }
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as ToRoom
    if (message.type === 'welcome') send({ type: 'watch-terminal', incident, terminal })
    if (message.type === 'screen') shown.resolve()
    for (const heard of ears) heard(message)
    if (message.type !== 'output' && message.type !== 'screen') return
    offset = message.offset
    saying ??= setTimeout(sayShown, 50)
  })
  await shown.promise
  return {
    type: data => send({ type: 'input', terminal, epoch, data }),
    hear: heard => void ears.push(heard),
    close() {
      clearTimeout(saying)
      socket.terminate()
    },
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
