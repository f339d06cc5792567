import { WebSocket } from 'ws'
import type { FromAgent2, TerminalHello, ToAgent } from '../api/agent-protocol.ts'
import { castFrameHead } from '../api/binary-cast.ts'
import { maxCastBytes, maxFrameBytes } from '../api/frame-sizes.ts'
import type { RecordingFiles } from './recording-files.ts'

/** The line from a shell's keeper to the server, kept up: it is dialled again for as long as the shell lives, and the recording goes on where it ended there. */
export interface LineToServer {
  dial(to: Dialled): void
  isLinked(): boolean
  /** For how long no server was reached, ms: the line is down, or nothing came over it for longer than a server is ever silent. */
  unreachedMs(): number
  send(frame: FromAgent2): void
  /** The recording has grown. */
  grown(): void
  /** Bytes that the server has committed. */
  stored(): number
  close(): void
}

/** Where, and by whose token or by which one-use ticket. */
export interface Dialled {
  url: string
  token?: string
  opening?: string
}

export interface LineParts {
  recording: Pick<RecordingFiles, 'read' | 'size' | 'begins'>
  hello(): Omit<TerminalHello, 'type' | 'v' | 'as' | 'token' | 'opening'>
  heard(frame: ToAgent): void
  cut(): void
  /** The server does not take this terminal; it is not dialled again until somebody says how. */
  refused(message: string): void
}

/** Its database was put back to an earlier day, and what it had stored is not here any more. */
const hasLostIt =
  'Fireline has not kept the beginning of this recording. `fireline share --new` shares another terminal.'
const firstRetryMs = 200
const longestRetryMs = 5_000
/** The first chunk leaves at once; what follows within so long, or so many bytes, goes together. */
const gatherMs = 4
const gatherBytes = 64 * 1024
/** A line that takes no more is not filled further. */
/** A server asks each line whether it is alive twice in this time. */
const silentMs = 35_000
const mostBacklogBytes = 1024 * 1024

export function lineToServer({ recording, hello, heard, cut, refused }: LineParts): LineToServer {
  let to: Dialled | undefined
  let socket: WebSocket | undefined
  let linked = false
  let retryMs = firstRetryMs
  let again: NodeJS.Timeout | undefined
  let gathering: NodeJS.Timeout | undefined
  let sent = 0
  let stored = 0
  let sentAtMs = 0
  let heardAtMs = performance.now()

  const pump = () => {
    clearTimeout(gathering)
    gathering = undefined
    while (linked && socket && sent < recording.size() && socket.bufferedAmount < mostBacklogBytes) {
      const lines = recording.read(sent, maxCastBytes)
      if (lines.length === 0) break
      socket.send(Buffer.concat([castFrameHead(sent), lines]), pumpOn)
      sent += lines.length
      sentAtMs = performance.now()
    }
  }
  const pumpOn = () => {
    if (sent < recording.size() && !gathering) pump()
  }
  const isHeard = () => {
    heardAtMs = performance.now()
  }
  const hear = (frame: ToAgent) => {
    isHeard()
    if (frame.type === 'welcome') {
      linked = true
      retryMs = firstRetryMs
      stored = frame.stored
      sent = frame.relayed ?? frame.stored
      if (sent < recording.begins()) return showOut(hasLostIt)
    }
    if (frame.type === 'stored') stored = Math.max(stored, frame.offset)
    if (frame.type === 'resend') sent = Math.max(frame.from, recording.begins())
    if (frame.type === 'refused') giveUp(frame.message)
    heard(frame)
    if (frame.type === 'welcome' || frame.type === 'resend') pump()
  }
  const showOut = (message: string) => {
    giveUp(message)
    hangUp()
  }
  const giveUp = (message: string) => {
    if (!to) return
    to = undefined
    refused(message)
  }
  const closed = (code: number, why: string) => {
    if (linked) cut()
    linked = false
    if (code === 1008) giveUp(`Fireline does not take this terminal: ${why}. Run \`fireline login\`.`)
    if (!to) return
    again = setTimeout(connect, retryMs * (0.75 + Math.random() / 2))
    retryMs = Math.min(longestRetryMs, retryMs * 2)
  }
  const connect = () => {
    if (!to) return
    const { url, ...by } = to
    const options = { perMessageDeflate: false, maxPayload: maxFrameBytes, handshakeTimeout: 10_000 }
    const next = new WebSocket(`${url.replace(/^http/, 'ws')}/agent`, options)
    socket = next
    next.on('open', () => {
      const said = { type: 'hello', v: 2, as: 'terminal', ...by, ...hello() } satisfies TerminalHello
      next.send(JSON.stringify(said))
    })
    next.on('message', (data: Buffer) => next === socket && hear(JSON.parse(data.toString()) as ToAgent))
    next.on('ping', isHeard)
    next.on('error', () => {})
    next.on('close', (code, why) => next === socket && closed(code, String(why)))
  }
  const hangUp = () => {
    clearTimeout(again)
    clearTimeout(gathering)
    const was = socket
    socket = undefined
    was?.terminate()
    if (linked) cut()
    linked = false
  }
  return {
    dial(wanted) {
      // Who comes back to a shell that is linked finds it so.
      if (linked && to?.url === wanted.url && to.token === wanted.token) return
      hangUp()
      to = wanted
      connect()
    },
    isLinked: () => linked,
    unreachedMs: () => Math.max(0, performance.now() - heardAtMs - (linked ? silentMs : 0)),
    send: frame => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(frame)),
    grown() {
      if (!linked) return
      const waitsMs = gatherMs - (performance.now() - sentAtMs)
      if (waitsMs <= 0 || recording.size() - sent >= gatherBytes) pump()
      else gathering ??= setTimeout(pump, waitsMs)
    },
    stored: () => stored,
    close() {
      to = undefined
      hangUp()
    },
  }
}
