import { createPublicKey, randomBytes, verify } from 'node:crypto'
import type { WebSocket } from 'ws'
import { type FromHost, fromHost, type HostHello, proofText, type ToHost } from '../api/host-protocol.ts'
import type { Desk } from '../engine/desk.ts'
import { reason } from '../engine/log.ts'
import { type HostAgent, hostAgentsOf } from '../hosts/host-agents.ts'
import { type Agent, agentIsHere, agentNamed } from '../store/agents.ts'

const proveWithinMs = 5_000
const mostBacklogBytes = 1024 * 1024

interface Talk {
  desk: Desk
  socket: WebSocket
  hello: HostHello
  enrolled: Agent & { publicKey: string }
  nonce: string
  /** Once it has proven its key. */
  agent?: HostAgent
}

/** What each frame of an agent does. Before its proof nothing else is heard. */
const hears: { [F in FromHost['type']]: (talk: Talk, frame: Extract<FromHost, { type: F }>) => void } = {
  proof: hearProof,
  did: ({ agent }, answer) => agent?.heard(answer),
  no: ({ agent }, answer) => agent?.heard(answer),
  question: ({ agent }, answer) => agent?.heard(answer),
  opened: ({ agent }, answer) => agent?.heard(answer),
}

/** The socket of a host's own agent, from its `hello` on: hears its further frames, or has shown it out. */
export async function openHostAgent(
  desk: Desk,
  socket: WebSocket,
  hello: HostHello,
): Promise<((frame: unknown) => void) | undefined> {
  const enrolled = await agentNamed(desk.db, hello.agent)
  if (!enrolled) return showOut(socket, 'not-found', `No agent is enrolled on ${hello.host} by this key.`)
  if (enrolled.revokedAt) return showOut(socket, 'revoked', `This agent of ${enrolled.host} was revoked.`)
  const talk: Talk = { desk, socket, hello, enrolled, nonce: randomBytes(32).toString('base64url') }
  const late = setTimeout(() => talk.agent ?? socket.close(1008, 'nobody proved who they are'), proveWithinMs)
  socket.on('close', () => {
    clearTimeout(late)
    if (talk.agent) hostAgentsOf(desk).left(talk.agent)
  })
  send(socket, { type: 'challenge', nonce: talk.nonce })
  return value => {
    if (socket.readyState !== socket.OPEN) return
    const { data: frame } = fromHost.safeParse(value)
    if (!frame || (frame.type === 'proof') === (talk.agent !== undefined))
      return socket.close(1008, 'not a frame of /agent')
    hear(talk, frame)
  }
}

function hear<F extends FromHost>(talk: Talk, frame: F): void {
  const heard = hears[frame.type] as (talk: Talk, frame: F) => void
  heard(talk, frame)
}

function hearProof(talk: Talk, { signature }: Extract<FromHost, { type: 'proof' }>): void {
  const { desk, socket, hello, enrolled, nonce } = talk
  if (!isSigned(enrolled.publicKey, proofText(enrolled.id, nonce), signature))
    return showOut(socket, 'wrong-key', `This is not the key that ${enrolled.host} was enrolled with.`)
  const line = { send: (wish: ToHost) => send(socket, wish), close: (why: string) => end(socket, why) }
  talk.agent = hostAgentsOf(desk).came({ id: enrolled.id, host: enrolled.host, allows: hello }, line)
  send(socket, { type: 'welcome', v: 2 })
  const { version, level, checks, shell, logs = [], reviewers = [] } = hello
  const allowed = { id: enrolled.id, version, level, checks, shell, logs, reviewers }
  agentIsHere(desk.db, allowed, desk.clock.now()).catch((error: unknown) =>
    desk.log.error('an agent could not be noted', { reason: reason(error) }),
  )
}

function isSigned(publicKey: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

/** A line that takes no more is not filled further. */
function send(socket: WebSocket, frame: ToHost): void {
  if (socket.readyState !== socket.OPEN) return
  if (socket.bufferedAmount > mostBacklogBytes) socket.terminate()
  else socket.send(JSON.stringify(frame))
}

function showOut(socket: WebSocket, code: string, message: string): undefined {
  send(socket, { type: 'refused', code, message })
  end(socket, code)
}

/** An agent that does not say good-bye is not waited for. */
function end(socket: WebSocket, why: string): void {
  socket.close(1008, why.slice(0, 100))
  setTimeout(() => socket.terminate(), 200)
}
