import type { View } from '../../api/room-messages.ts'
import type { Entry } from '../../incident/entry.ts'
import type { Incident } from '../../incident/incident.ts'
import { replay, unopened } from '../../incident/replay.ts'
import { isUnanswered, read } from './client.ts'
import { type Link, roomSocket } from './room-socket.ts'
import { followStream } from './timeline-stream.ts'

/** One incident as this browser sees it: its entries, their fold, and whether it is up to date. */
export interface Seen {
  entries: readonly Entry[]
  is: Incident
  /** Who else looks at it now. */
  present: readonly { id: string; name: string }[]
  /** What others have chosen in it, by person: `E3`. */
  looking: Readonly<Record<string, string>>
  /** What its lead looks at, as it was heard last. */
  shown?: { by: string; view: View }
  /** Since when nothing new can arrive. */
  lostAt?: Date
  nextTryAt?: Date
  /** Since when Fireline cannot keep what it is asked. */
  cannotSaveSince?: Date
  /** It was read from the copy of a server that can read nothing: as it stood then. */
  asOf?: Date
  /** How many entries are being read, while the room opens. */
  reading?: number
  trouble?: string
}

/** What a timeline answers, and a frame of it says. */
interface Read {
  entries: Entry[]
  asOf?: string
}

const againMs = 2_000
const savesAgain = { cannotSaveSince: undefined, asOf: undefined }

/** Folds entries as they come, in the order of their seq; after a break it goes on from the last one it has. */
export class LiveTimeline {
  private seen: Seen = { entries: [], is: unopened, present: [], looking: {} }
  private readonly listeners = new Set<() => void>()
  private readonly name: string
  private stops: (() => void)[] = []
  private endStream: (() => void) | undefined
  private running = false
  private forgetting = 0

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
        cannotSaveSince: undefined,
        asOf: undefined,
        trouble: undefined,
      })
    if (whole.length < next.length) void this.catchUp()
    if (whole.some(entry => entry.type === 'Redacted')) void this.forget()
  }

  /** What a write was answered, or that it was not, tells more than the socket yet has. */
  readonly heardOfSaving = (canSave: boolean): void => {
    if (canSave === (this.seen.cannotSaveSince === undefined)) return
    this.see(canSave ? savesAgain : { cannotSaveSince: new Date() })
  }

  /** From a copy nothing new can come, and nothing can be saved. */
  private takeIn({ entries, asOf }: Read): void {
    this.add(entries)
    if (asOf === undefined) return
    const since = this.seen.cannotSaveSince ?? new Date(asOf)
    this.see({ asOf: new Date(asOf), cannotSaveSince: since })
  }

  private async start(): Promise<void> {
    this.running = true
    void this.count()
    while (this.running && this.seen.is.seq === 0 && (await this.catchUp())) await pause(againMs)
    this.see({ lostAt: undefined })
    const incident = this.seen.entries[0]?.incident
    if (!incident || !this.running) return
    const unhear = roomSocket.on(message => {
      if (message.type === 'entries' && message.incident === incident) this.takeIn(message)
      if (message.type === 'presence' && message.incident === incident) this.see({ present: message.people })
      if (message.type === 'looking' && message.incident === incident) this.see({ looking: message.at })
      if (message.type === 'view' && message.incident === incident)
        this.see({ shown: { by: message.by, view: message.view } })
      const since = message.type === 'saving' && message.awaySince
      if (message.type === 'saving' && since !== this.seen.cannotSaveSince?.toISOString())
        this.see(since ? { cannotSaveSince: new Date(since) } : savesAgain)
    })
    const end = roomSocket.keep('timeline', () => ({ type: 'watch-timeline', incident, after: this.seen.is.seq }))
    const unlink = roomSocket.onLink(link => this.linked(link, incident))
    this.stops = [unhear, unlink, () => end({ type: 'leave-timeline', incident })]
  }

  private stop(): void {
    for (const stop of this.stops) stop()
    this.endStream?.()
    this.endStream = undefined
    this.running = false
  }

  private linked({ is, lostAt, nextTryAt }: Link, incident: string): void {
    if (is === 'open') {
      this.endStream?.()
      this.endStream = undefined
      this.see({ lostAt: undefined, nextTryAt: undefined })
    }
    if (is === 'lost') this.see({ lostAt: this.seen.lostAt ?? lostAt, nextTryAt })
    if (is === 'none')
      this.endStream ??= followStream(incident, {
        after: () => this.seen.is.seq,
        entry: entry => this.add([entry]),
        open: isOpen => this.see({ lostAt: isOpen ? undefined : (this.seen.lostAt ?? new Date()) }),
      })
  }

  /** How much there is to read is known before it is read. */
  private async count(): Promise<void> {
    const head = await read<{ seq: number }>(`/api/v1/incidents/${encodeURIComponent(this.name)}`).catch(() => {})
    if (head && this.seen.is.seq === 0) this.see({ reading: head.seq })
  }

  /** True when nobody answered, and asking again may help. */
  private async catchUp(): Promise<boolean> {
    try {
      const path = `/api/v1/incidents/${encodeURIComponent(this.name)}/timeline?after=${this.seen.is.seq}`
      this.takeIn(await read<Read>(path))
      return false
    } catch (error) {
      const isPassing = isUnanswered(error)
      if (!isPassing) this.see({ trouble: (error as Error).message })
      // Later the line itself says whether it is there, and brings what is missing here.
      else if (this.seen.is.seq === 0) this.see({ lostAt: this.seen.lostAt ?? new Date() })
      return isPassing
    }
  }

  /**
   * What was taken out leaves this page as well: everything is read anew, as it stands now. What came while it was read stays,
   * and of two readings only the one begun later counts: the earlier one may hold what the later one takes out.
   */
  private async forget(): Promise<void> {
    this.forgetting += 1
    const mine = this.forgetting
    try {
      const path = `/api/v1/incidents/${encodeURIComponent(this.name)}/timeline?after=0`
      const { entries } = await read<{ entries: Entry[] }>(path)
      if (mine !== this.forgetting) return
      const whole = [...entries, ...this.seen.entries.slice(entries.length)]
      this.see({ entries: whole, is: replay(whole) })
    } catch {
      location.reload()
    }
  }

  private see(change: Partial<Seen>): void {
    this.seen = { ...this.seen, ...change }
    for (const listener of this.listeners) listener()
  }
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
