import { open } from 'node:fs/promises'
import { WebSocket } from 'ws'
import {
  castWindowBytes,
  type FromAgent,
  type Hello,
  maxCastBytes,
  maxFrameBytes,
  type ToAgent,
} from '../api/agent-protocol.ts'
import type { AttachedKeeper } from './attached-keeper.ts'

/** The line to the server, kept up: it is dialled again for as long as the shell lives, and the recording goes on where it ended there. */
export interface Link {
  isLinked(): boolean
  /** Resolves at the first welcome; rejects when the server says no for good. */
  welcomed: Promise<ToAgent & { type: 'welcome' }>
  /** Everything recorded so far has been stored there. */
  allStored(): boolean
  close(): void
}

export interface LinkParts {
  keeper: AttachedKeeper
  url: string
  token: string
  size(): { cols: number; rows: number }
  /** What to say to the person at the machine. */
  say(line: string): void
}

const firstRetryMs = 200
const longestRetryMs = 5_000

export function linkToServer({ keeper, url, token, size, say }: LinkParts): Link {
  const { terminal, incident, title, host, looking } = keeper.session
  const welcome = Promise.withResolvers<ToAgent & { type: 'welcome' }>()
  welcome.promise.catch(() => {})
  let socket: WebSocket | undefined
  let linked = false
  let closed = false
  let retryMs = firstRetryMs
  let timer: NodeJS.Timeout | undefined
  let sent = 0
  let stored = 0
  let pumping = false

  const send = (frame: FromAgent) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(frame))
  const pump = async () => {
    if (pumping || !linked) return
    pumping = true
    while (linked && sent < keeper.size() && sent - stored < castWindowBytes) {
      const text = await readLines(keeper.recording, sent, keeper.size()).catch(() => '')
      if (text === '') break
      send({ type: 'cast', offset: sent, text })
      sent += Buffer.byteLength(text)
    }
    pumping = false
  }
  const heard = (frame: ToAgent) => {
    if (frame.type === 'welcome') {
      linked = true
      retryMs = firstRetryMs
      sent = stored = frame.stored
      keeper.tell({ type: 'keyboard', keyboard: frame.keyboard, owner: frame.you })
      keeper.tell({ type: 'linked', linked: true })
      keeper.tell({ type: 'stored', offset: stored })
      owner = frame.you
      welcome.resolve(frame)
      void pump()
    }
    if (frame.type === 'keyboard') keeper.tell({ type: 'keyboard', keyboard: frame.keyboard, owner })
    if (frame.type === 'input') keeper.tell(frame)
    if (frame.type === 'resize') keeper.tell(frame)
    if (frame.type === 'stored') {
      stored = Math.max(stored, frame.offset)
      keeper.tell({ type: 'stored', offset: stored })
      void pump()
    }
    if (frame.type === 'refused') {
      closed = true
      say(frame.message)
      welcome.reject(new Error(frame.message))
    }
  }
  let owner = ''
  const dial = () => {
    const address = `${url.replace(/^http/, 'ws')}/agent`
    const next = new WebSocket(address, {
      perMessageDeflate: false,
      maxPayload: maxFrameBytes,
      handshakeTimeout: 10_000,
    })
    socket = next
    next.on('open', () => {
      const said = { terminal, incident, title, host, ...(looking && { looking }), ...size() }
      send({ type: 'hello', v: 1, token, ...said } satisfies Hello)
    })
    next.on('message', (data: Buffer) => heard(JSON.parse(data.toString()) as ToAgent))
    next.on('error', () => {})
    next.on('close', (code, why) => {
      if (linked) say('The line to Fireline is cut. Your shell goes on; what it shows is kept and sent later.')
      linked = false
      keeper.tell({ type: 'linked', linked: false })
      if (code === 1008 && !closed) {
        closed = true
        say(`Fireline does not take this terminal: ${String(why)}. Run \`fireline login\`.`)
        welcome.reject(new Error(String(why)))
      }
      if (closed) return
      timer = setTimeout(dial, retryMs * (0.75 + Math.random() / 2))
      retryMs = Math.min(longestRetryMs, retryMs * 2)
    })
  }
  keeper.happenings.on('grown', () => void pump())
  keeper.happenings.on('keyboard-seen', ({ epoch }) => void send({ type: 'keyboard-seen', epoch }))
  keeper.happenings.on('refused', ({ epoch, person }) => void send({ type: 'refused', epoch, person }))
  dial()
  return {
    isLinked: () => linked,
    welcomed: welcome.promise,
    allStored: () => stored >= keeper.size(),
    close() {
      closed = true
      clearTimeout(timer)
      socket?.close()
    },
  }
}

const newline = 10

/** Whole lines from `from`, at most one frame of them; nothing when the next line is not complete. */
async function readLines(file: string, from: number, to: number): Promise<string> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(maxCastBytes, to - from)), { position: from })
    return buffer.subarray(0, buffer.subarray(0, bytesRead).lastIndexOf(newline) + 1).toString()
  } finally {
    await handle.close()
  }
}
