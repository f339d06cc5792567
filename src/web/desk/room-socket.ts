import type { FromRoom, ToRoom } from '../../api/room-messages.ts'

type Listener = (message: ToRoom) => void
type OnLink = (link: Link) => void

/** `none`: this network lets no socket through; the timeline comes another way then. */
export interface Link {
  is: 'opening' | 'open' | 'lost' | 'none'
  /** Until when something was heard. */
  lostAt?: Date
  nextTryAt?: Date
}

/** The server says something each 10 s; a line that is silent for longer than two of these is dead, however it ended. */
const silentMs = 22_000
const lookForSilenceMs = 2_000
/** A no that passes: a terminal stands on the timeline a moment before its program is at the server, and a database comes back. */
const askAgainAfterMs: Record<string, number> = { 'no-terminal': 500, failed: 2_000 }
/** A network that lets no socket through may do so later, when the laptop has moved. */
const tryAgainWithoutMs = 15_000

/**
 * The browser's one socket. What is kept is asked for again after every break, so whoever keeps a frame need not know of breaks.
 */
export class RoomSocket {
  private socket: WebSocket | undefined
  private link: Link = { is: 'opening' }
  private tries = 0
  private wasOpen = false
  private heardAt = new Date()
  private next: ReturnType<typeof setTimeout> | undefined
  private readonly again = new Map<string, ReturnType<typeof setTimeout>>()
  private readonly kept = new Map<string, () => FromRoom>()
  private readonly listeners = new Set<Listener>()
  private readonly linkListeners = new Set<OnLink>()

  constructor() {
    addEventListener('online', () => this.tryNow())
    addEventListener('offline', () => this.socket && this.closed(this.socket, new Date()))
    setInterval(() => {
      const isSilent = this.link.is === 'open' && Date.now() - this.heardAt.getTime() > silentMs
      if (isSilent && this.socket) this.closed(this.socket, this.heardAt)
    }, lookForSilenceMs)
  }

  /** Hears every message until the answer is called. */
  on(listener: Listener): () => void {
    this.listeners.add(listener)
    this.open()
    return () => this.listeners.delete(listener)
  }

  onLink(listener: OnLink): () => void {
    this.linkListeners.add(listener)
    listener(this.link)
    return () => this.linkListeners.delete(listener)
  }

  /** Says it now and after every reconnect, until the answer is called with the frame that ends it. */
  keep(name: string, frame: () => FromRoom): (end?: FromRoom) => void {
    this.kept.set(name, frame)
    this.send(frame())
    return end => {
      this.kept.delete(name)
      if (end) this.send(end)
    }
  }

  /** False when it could not be said now: keys are never kept for later. */
  send(frame: FromRoom): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false
    this.socket.send(JSON.stringify(frame))
    return true
  }

  /** Does not wait for the next try. */
  tryNow(): void {
    this.tries = Math.min(this.tries, 1)
    this.open()
  }

  private open(): void {
    clearTimeout(this.next)
    if (this.socket) return
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws`, 'fireline')
    this.socket = socket
    socket.addEventListener('message', event => {
      if (this.socket !== socket) return
      this.heardAt = new Date()
      const message = JSON.parse(String(event.data)) as ToRoom
      if (message.type === 'welcome') this.welcomed()
      if (message.type === 'refused') this.askAgain(message)
      for (const listener of this.listeners) listener(message)
    })
    socket.addEventListener('close', () => this.closed(socket, new Date()))
  }

  /** Not when the socket opens: a server that lets us in only to send us away is no connection. */
  private welcomed(): void {
    this.tries = 0
    this.wasOpen = true
    this.say({ is: 'open' })
    for (const frame of this.kept.values()) this.send(frame())
  }

  /** Whoever keeps a frame need not know of a no that passes, either. */
  private askAgain({ about, code }: Extract<ToRoom, { type: 'refused' }>): void {
    const afterMs = askAgainAfterMs[code]
    if (afterMs === undefined) return
    const refused = () => [...this.kept.values()].map(frame => frame()).filter(frame => frame.type === about)
    clearTimeout(this.again.get(about))
    this.again.set(
      about,
      setTimeout(() => refused().forEach(frame => this.send(frame)), afterMs),
    )
  }

  private closed(socket: WebSocket, heardAt: Date): void {
    if (this.socket !== socket) return
    this.socket = undefined
    socket.close()
    this.tries += 1
    const isNone = !this.wasOpen && this.tries >= 2
    const waitMs = isNone ? tryAgainWithoutMs : Math.min(10_000, 300 * 2 ** this.tries)
    if (this.listeners.size > 0) this.next = setTimeout(() => this.open(), waitMs)
    const lostAt = this.link.lostAt ?? heardAt
    this.say({ is: isNone ? 'none' : 'lost', lostAt, nextTryAt: new Date(Date.now() + waitMs) })
  }

  private say(link: Link): void {
    this.link = link
    for (const listener of this.linkListeners) listener(link)
  }
}

export const roomSocket = new RoomSocket()
