import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { agentHello, type Hello, type TerminalHello } from '../api/agent-protocol.ts'
import { maxFrameBytes } from '../api/frame-sizes.ts'
import type { Desk } from '../engine/desk.ts'
import { reason } from '../engine/log.ts'
import { oneAtATime } from '../engine/one-at-a-time.ts'
import { presenceOf } from '../hosts/presence.ts'
import { seatBeatMs, seatBeatsOf } from '../hosts/seat-beats.ts'
import { terminalsOf } from '../hosts/terminals.ts'
import { openAgent } from './agent-socket.ts'
import { bySession, byTicket, byToken, type Credential, ended, tokenInProtocols } from './credentials.ts'
import { openHostAgent } from './host-agent-socket.ts'
import { betweenOf } from './nodes/between.ts'
import { openRoom } from './room-socket.ts'

/** Hears a value that came as one frame: what its JSON says, or from an agent the bytes of a binary one. */
type Heard = (value: unknown) => void

const sayHelloWithinMs = 5_000
const beatMs = 15_000
/** A person who was removed or demoted has no open socket after this. */
const lookForEndedMs = 400

/** `/ws` for browsers and `/agent` for the programs next to terminals. Default deny: a socket that nobody is known for ends. */
export function serveSockets(app: FastifyInstance, desk: Desk, url: () => string): void {
  const options = { noServer: true, perMessageDeflate: false, maxPayload: maxFrameBytes }
  const sockets = new WebSocketServer({
    ...options,
    handleProtocols: names => (names.has('fireline') ? 'fireline' : false),
  })
  const open = new Map<WebSocket, Credential>()
  const upgrade = (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
    const path = request.url?.split('?')[0]
    if (path !== '/ws' && path !== '/agent') return refuseUpgrade(duplex, '404 Not Found')
    if (!isOurOrigin(request, url())) return refuseUpgrade(duplex, '403 Forbidden')
    sockets.handleUpgrade(request, duplex, head, socket => {
      const welcome = path === '/ws' ? welcomeRoom : welcomeAgent
      welcome(desk, socket, request, url(), credential => {
        open.set(socket, credential)
        socket.on('pong', () => presenceOf(desk).answered(credential.who.id))
      })
      socket.on('close', () => open.delete(socket))
    })
  }
  app.server.on('upgrade', upgrade)
  void seatBeatsOf(desk)
    .tell()
    .catch(() => {})
  const lookForEnded = oneAtATime(() => endEnded(desk, open))
  const timers = [
    setInterval(() => beat(sockets), beatMs),
    setInterval(() => askHolders(desk, open), seatBeatMs),
    setInterval(() => void lookForEnded(), lookForEndedMs),
  ]
  app.addHook('preClose', async () => {
    timers.forEach(clearInterval)
    terminalsOf(desk).stop()
    for (const socket of sockets.clients) socket.terminate()
  })
}

type Welcome = (
  desk: Desk,
  socket: WebSocket,
  request: IncomingMessage,
  url: string,
  known: (credential: Credential) => void,
) => void

const welcomeRoom: Welcome = (desk, socket, request, url, known) => {
  const token = tokenInProtocols(request)
  const relayed = betweenOf(desk).passed(request)?.who
  const byPass = relayed && Promise.resolve({ kind: 'token' as const, digest: '', who: relayed })
  const first = byPass ?? (token ? byToken(desk, token) : bySession(desk, request, url))
  hearFrames(desk, socket, { first }, async value => {
    const hello = value as { type?: unknown; token?: unknown } | null
    if (hello?.type !== 'hello' || typeof hello.token !== 'string') return undefined
    return byToken(desk, hello.token.slice(0, 500))
  })(credential => {
    // The other node ends it when its person's own socket ends, and asks them whether they are there.
    if (!relayed) known(credential)
    return openRoom(desk, socket, credential.who, { isRelayed: relayed !== undefined })
  })
}

const welcomeAgent: Welcome = (desk, socket, _request, _url, known) => {
  const said: { hello?: Hello | TerminalHello } = {}
  hearFrames(desk, socket, { takesBytes: true }, async value => {
    const { data: hello } = agentHello.safeParse(value)
    if (hello && !('agent' in hello)) {
      said.hello = hello
      if (hello.token) return byToken(desk, hello.token)
      return 'opening' in hello && hello.opening ? byTicket(desk, hello.opening, hello.terminal) : undefined
    }
    return hello && openHostAgent(desk, socket, hello)
  })(credential => {
    known(credential)
    return said.hello ? openAgent(desk, socket, credential.who, said.hello) : () => {}
  })
}

interface Hearing {
  /** Who is known before they say anything. */
  first?: Promise<Credential | undefined>
  takesBytes?: boolean
}

/**
 * Frames in order, one after the other: until somebody is known, each goes to `introduce`; the rest to whom `begin` names, or to
 * whoever `introduce` says hears them. Whoever is not known by their first frame, or in time, is shown out.
 */
function hearFrames(
  desk: Desk,
  socket: WebSocket,
  { first = Promise.resolve(undefined), takesBytes = false }: Hearing,
  introduce: (value: unknown) => Promise<Credential | Heard | undefined>,
) {
  return (begin: (credential: Credential) => Heard) => {
    const is: { heard?: Heard } = {}
    const late = setTimeout(() => is.heard ?? socket.close(1008, 'nobody said hello'), sayHelloWithinMs)
    const meet = (known: Credential | Heard | undefined) => {
      clearTimeout(late)
      if (!known || socket.readyState !== socket.OPEN) return
      is.heard = typeof known === 'function' ? known : begin(known)
    }
    let turn = first.then(credential => (credential ? meet(credential) : undefined))
    socket.on('message', (data, isBinary) => {
      const value = isBinary ? (takesBytes ? whole(data) : undefined) : parsed(data)
      if (value === undefined) return socket.close(1003, 'frames are JSON text')
      if (is.heard) return is.heard(value)
      const before = turn
      turn = (async () => {
        await before
        if (is.heard) return is.heard(value)
        meet(await introduce(value))
        if (!is.heard) socket.close(1008, 'wrong-token')
      })()
      turn.catch((error: unknown) => {
        desk.log.error('a socket could not be opened', { reason: reason(error) })
        socket.close(1011, 'failed')
      })
    })
    socket.on('error', () => {})
    socket.on('pong', () => alive.add(socket))
    alive.add(socket)
    socket.on('close', () => clearTimeout(late))
    turn.catch(() => socket.close(1011, 'failed'))
  }
}

const alive = new WeakSet<WebSocket>()

/** A line that is dead without saying so ends within two beats. */
function beat(sockets: WebSocketServer): void {
  for (const socket of sockets.clients) {
    if (!alive.delete(socket)) socket.terminate()
    else socket.ping()
  }
}

/**
 * Whoever has a seat is asked oftener: nobody waits long for one who is gone. A background page's own timers are slowed down; its socket
 * answers all the same.
 */
function askHolders(desk: Desk, open: Map<WebSocket, Credential>): void {
  const beats = seatBeatsOf(desk)
  // That the database is away is said elsewhere.
  void beats.tell().catch(() => {})
  const holders = beats.holders()
  for (const [socket, { who }] of open) {
    if (!holders.has(who.id)) continue
    presenceOf(desk).asked(who.id)
    socket.ping()
  }
}

async function endEnded(desk: Desk, open: Map<WebSocket, Credential>): Promise<void> {
  const over = new Set(await ended(desk, [...open.values()]).catch(() => []))
  for (const [socket, credential] of open) {
    if (!over.has(credential)) continue
    open.delete(socket)
    socket.close(1008, 'ended')
    setTimeout(() => socket.terminate(), 200)
  }
}

/** A browser says where it comes from; only our own pages may. A program says nothing, and brings a token. */
function isOurOrigin(request: IncomingMessage, url: string): boolean {
  const { origin } = request.headers
  return origin === undefined || origin === new URL(url).origin
}

function refuseUpgrade(duplex: Duplex, status: string): void {
  duplex.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

const whole = (data: RawData): Buffer => (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer))

function parsed(data: RawData): unknown {
  try {
    return JSON.parse(whole(data).toString()) as unknown
  } catch {
    return undefined
  }
}
