import { WebSocket } from 'ws'
import { maxFrameBytes } from '../api/frame-sizes.ts'
import {
  type FromHost,
  type HostAnswer,
  type HostHello,
  type HostWish,
  type ToHost,
  toHost,
} from '../api/host-protocol.ts'
import { type Enrolment, proofOf } from './enrol.ts'

export interface HostLinkParts {
  enrolled: Enrolment
  hello(): Omit<HostHello, 'type' | 'v' | 'as'>
  answer(wish: HostWish, until: AbortSignal): Promise<HostAnswer>
  say(line: string): void
  /** The server knows it no more, for good. */
  shownOut(): void
}

export interface HostLine {
  /** Dials anew, with a new hello. */
  again(): void
  close(): void
}

const firstRetryMs = 200
const longestRetryMs = 10_000

/** The line of a host's agent to its server, dialled again whenever it breaks. Whatever the server says is checked like a stranger's. */
export function lineOfHost({ enrolled, hello, answer, say, shownOut }: HostLinkParts): HostLine {
  let socket: WebSocket | undefined
  let retryMs = firstRetryMs
  let timer: NodeJS.Timeout | undefined
  let cut = new AbortController()
  let isOver = false

  const send = (to: WebSocket, frame: FromHost | HostHello) => {
    if (to.readyState === WebSocket.OPEN) to.send(JSON.stringify(frame))
  }
  const hear = (from: WebSocket, text: string) => {
    // What comes behind a frame that was none is not heard.
    if (from.readyState !== WebSocket.OPEN) return
    const { data: frame } = toHost.safeParse(json(text))
    if (!frame) return from.close(1008, 'not a frame of /agent')
    if (frame.type === 'challenge') return send(from, { type: 'proof', signature: proofOf(enrolled, frame.nonce) })
    if (frame.type === 'refused') return say(frame.message.replaceAll(/\p{Cc}/gu, ' '))
    if (frame.type === 'welcome') {
      retryMs = firstRetryMs
      return say(`Connected to ${enrolled.url} as ${enrolled.host}.`)
    }
    void doWish(from, frame)
  }
  const doWish = async (from: WebSocket, wish: Exclude<ToHost, { type: 'challenge' | 'welcome' | 'refused' }>) =>
    send(from, await answer(wish, cut.signal))
  const closed = (why: string) => {
    cut.abort()
    if (isOver) return
    if (why === 'revoked' || why === 'not-found' || why === 'wrong-key') {
      isOver = true
      return shownOut()
    }
    timer = setTimeout(connect, retryMs * (0.75 + Math.random() / 2))
    retryMs = Math.min(longestRetryMs, retryMs * 2)
  }
  const connect = () => {
    cut = new AbortController()
    const options = { perMessageDeflate: false, maxPayload: maxFrameBytes, handshakeTimeout: 10_000 }
    const next = new WebSocket(`${enrolled.url.replace(/^http/, 'ws')}/agent`, options)
    socket = next
    next.on('open', () => send(next, { type: 'hello', v: 2, as: 'host', ...hello() }))
    next.on('message', (data: Buffer) => hear(next, data.toString()))
    next.on('error', () => {})
    next.on('close', (_code, why) => next === socket && closed(String(why)))
  }
  connect()
  return {
    again() {
      retryMs = firstRetryMs
      socket?.close(1000, 'again')
    },
    close() {
      isOver = true
      clearTimeout(timer)
      cut.abort()
      socket?.terminate()
    },
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
