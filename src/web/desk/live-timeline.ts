import type { Entry } from '../../incident/entry.ts'
import type { Incident } from '../../incident/incident.ts'
import { replay, unopened } from '../../incident/replay.ts'
import { read } from './client.ts'
import { type Link, roomSocket } from './room-socket.ts'

/** One incident as this browser sees it: its entries, their fold, and whether it is up to date. */
export interface Seen {
  entries: readonly Entry[]
  is: Incident
  /** Who else looks at it now. */
  present: readonly { id: string; name: string }[]
  /** Since when nothing new can arrive. */
  lostAt?: Date
  trouble?: string
}

/** Folds entries as they come, in the order of their seq; after a break it goes on from the last one it has. */
export class LiveTimeline {
  private seen: Seen = { entries: [], is: unopened, present: [] }
  private readonly listeners = new Set<() => void>()
  private readonly name: string
  private stops: (() => void)[] = []
  private stream: EventSource | undefined
  private running = false

  constructor(name: string) {
    this.name = name
  }

  readonly now = (): Seen => this.seen

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    if (!this.running) void this.start()
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size === 0) this.stop()
    }
  }

  /** What a command answered is there at once, without waiting for the socket. */
  readonly add = (entries: readonly Entry[]): void => {
    const { is } = this.seen
    const next = entries.filter(entry => entry.seq > is.seq).sort((a, b) => a.seq - b.seq)
    const whole = next.filter((entry, i) => entry.seq === is.seq + 1 + i)
    if (whole.length > 0)
      this.see({
        entries: [...this.seen.entries, ...whole],
        is: replay(whole, is),
        lostAt: undefined,
        trouble: undefined,
      })
    if (whole.length < next.length) void this.catchUp()
    if (whole.some(entry => entry.type === 'Redacted')) void this.forget()
  }

  private async start(): Promise<void> {
    this.running = true
    await this.catchUp()
    const incident = this.seen.entries[0]?.incident
    if (!incident || !this.running) return
    const unhear = roomSocket.on(message => {
      if (message.type === 'entries' && message.incident === incident) this.add(message.entries)
      if (message.type === 'presence' && message.incident === incident) this.see({ present: message.people })
    })
    const end = roomSocket.keep('timeline', () => ({ type: 'watch-timeline', incident, after: this.seen.is.seq }))
    const unlink = roomSocket.onLink(link => this.linked(link, incident))
    this.stops = [unhear, unlink, () => end({ type: 'leave-timeline', incident })]
  }

  private stop(): void {
    for (const stop of this.stops) stop()
    this.stream?.close()
    this.stream = undefined
    this.running = false
  }

  private linked(link: Link, incident: string): void {
    if (link === 'open') this.see({ lostAt: undefined })
    if (link === 'lost') this.see({ lostAt: this.seen.lostAt ?? new Date() })
    if (link === 'none' && !this.stream) this.listen(incident)
  }

  /** Where no socket comes through: the same timeline as an event stream. */
  private listen(incident: string): void {
    const stream = new EventSource(`/api/v1/incidents/${incident}/timeline?after=${this.seen.is.seq}`)
    stream.addEventListener('open', () => this.see({ lostAt: undefined }))
    stream.addEventListener('message', event => this.add([JSON.parse(String(event.data)) as Entry]))
    stream.addEventListener('error', () => this.see({ lostAt: this.seen.lostAt ?? new Date() }))
    this.stream = stream
  }

  private async catchUp(): Promise<void> {
    try {
      const path = `/api/v1/incidents/${encodeURIComponent(this.name)}/timeline?after=${this.seen.is.seq}`
      this.add((await read<{ entries: Entry[] }>(path)).entries)
    } catch (error) {
      this.see({ trouble: (error as Error).message })
    }
  }

  /** What was taken out leaves this page as well: everything is read anew, as it stands now. */
  private async forget(): Promise<void> {
    try {
      const path = `/api/v1/incidents/${encodeURIComponent(this.name)}/timeline?after=0`
      const { entries } = await read<{ entries: Entry[] }>(path)
      this.see({ entries, is: replay(entries) })
    } catch {
      location.reload()
    }
  }

  private see(change: Partial<Seen>): void {
    this.seen = { ...this.seen, ...change }
    for (const listener of this.listeners) listener()
  }
}
