import type { FromRoom, ToRoom } from '../../api/room-messages.ts'

type Listener = (message: ToRoom) => void
type OnLink = (link: Link) => void

/** `none`: this network lets no socket through; the timeline comes another way then. */
export type Link = 'opening' | 'open' | 'lost' | 'none'

/**
 * The browser's one socket. What is kept is asked for again after every break, so whoever keeps a frame need not know of breaks.
 */
export class RoomSocket {
  private socket: WebSocket | undefined
  private link: Link = 'opening'
  private tries = 0
  private wasOpen = false
  private readonly kept = new Map<string, () => FromRoom>()
  private readonly listeners = new Set<Listener>()
  private readonly linkListeners = new Set<OnLink>()

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

  private open(): void {
    if (this.socket || this.link === 'none') return
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws`, 'fireline')
    this.socket = socket
    socket.addEventListener('message', event => {
      const message = JSON.parse(String(event.data)) as ToRoom
      if (message.type === 'welcome') this.welcomed()
      for (const listener of this.listeners) listener(message)
    })
    socket.addEventListener('close', () => this.closed())
  }

  /** Not when the socket opens: a server that lets us in only to send us away is no connection. */
  private welcomed(): void {
    this.tries = 0
    this.wasOpen = true
    this.say('open')
    for (const frame of this.kept.values()) this.send(frame())
  }

  private closed(): void {
    this.socket = undefined
    this.tries += 1
    const waitMs = Math.min(10_000, 300 * 2 ** this.tries)
    this.say(!this.wasOpen && this.tries >= 2 ? 'none' : 'lost')
    if (this.listeners.size > 0 && this.link !== 'none') setTimeout(() => this.open(), waitMs)
  }

  private say(link: Link): void {
    this.link = link
    for (const listener of this.linkListeners) listener(link)
  }
}

export const roomSocket = new RoomSocket()
