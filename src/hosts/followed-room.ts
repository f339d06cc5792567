import type { ToRoom } from '../api/room-messages.ts'
import { oneAtATime } from '../engine/one-at-a-time.ts'
import type { Entry } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'
import { replay, unopened } from '../incident/replay.ts'
import { frameOf } from './audience.ts'
import { type EntriesFrame, entriesFrame, type FrameForm } from './room-frames.ts'

/** Who hears one timeline. `backlog` is what was handed over and not taken yet, in bytes. */
export interface RoomWatcher {
  frame(frame: Buffer): void
  backlog(): number
  person?: string
  /** A frame of `/ws` unless told. */
  form?: FrameForm
}

/** One timeline on this node: read once, kept, and handed on to everybody who watches it, each from their own place. */
export interface FollowedRoom {
  /** The entries after seq `after`, and on. Returns how to stop. */
  watch(after: number, to: RoomWatcher): () => void
  isWatched(): boolean
  /** Reads what is new. What was committed before it is asked has been handed on, or waits for a slow reader, when it ends. */
  look(): Promise<void>
  /** What is kept, once it is all that there was. */
  copy(): { entries: readonly Entry[]; is: Incident } | undefined
  seq(): number
  /** About how much memory it holds. */
  chars(): number
  say(message: ToRoom, but?: (person: string) => boolean): void
  /** What is kept may hold what was taken out: it is read anew before anybody sees it. */
  forget(): void
  end(): void
}

/** A slow one is waited for by nobody and loses nothing: it is handed more once it has read what it has. */
const farBehindBytes = 512 * 1024
const caughtUpBytes = 64 * 1024
const lookAgainMs = 50
const readAtOnce = 2_000

/** `read`: the entries after a seq, in order and without a gap, at most so many. */
export function followRoom(incident: string, read: (after: number, most: number) => Promise<Entry[]>): FollowedRoom {
  let entries: Entry[] = []
  let is: Incident = unopened
  let chars = 0
  let isWhole = false
  let redactedAt = 0
  let readings = 0
  const places = new Map<RoomWatcher, number>()
  const behind = new Set<RoomWatcher>()
  let timer: NodeJS.Timeout | undefined
  /** Of what is now: everybody at the same place gets the same one. */
  const frames = new Map<string, EntriesFrame>()

  const forget = () => {
    readings += 1
    entries = []
    is = unopened
    chars = 0
    isWhole = false
    frames.clear()
  }
  const keep = (came: readonly Entry[]) => {
    entries.push(...came)
    is = replay(came, is)
    for (const entry of came) chars += JSON.stringify(entry.data).length + entryHeadChars
    frames.clear()
    for (const to of places.keys()) handOn(to)
  }
  const look = oneAtATime(async () => {
    for (let isMore = true; isMore; ) {
      const reading = readings
      const came = await read(is.seq, readAtOnce)
      isMore = came.length === readAtOnce || reading !== readings
      if (reading !== readings) continue
      const redacted = came.findLast(one => one.type === 'Redacted')?.seq ?? 0
      // What was read before it may hold what was taken out; what is read from now on does not.
      if (redacted > redactedAt && entries.length > 0) {
        forget()
        isMore = true
      } else if (came.length > 0) keep(came)
      redactedAt = Math.max(redactedAt, redacted)
    }
    isWhole = entries.length > 0
  })
  const handOn = (to: RoomWatcher) => {
    for (let at = places.get(to); at !== undefined && at < is.seq; at = places.get(to)) {
      if (to.backlog() > (behind.has(to) ? caughtUpBytes : farBehindBytes)) return waitFor(to)
      const { frame, last } = frameAfter(at, to.form ?? 'socket')
      places.set(to, last)
      to.frame(frame)
    }
    behind.delete(to)
  }
  const waitFor = (to: RoomWatcher) => {
    behind.add(to)
    timer ??= setTimeout(handOnToBehind, lookAgainMs)
  }
  const handOnToBehind = () => {
    timer = undefined
    for (const to of behind) handOn(to)
  }
  const frameAfter = (at: number, form: FrameForm) => {
    const key = `${form} ${at}`
    const known = frames.get(key) ?? entriesFrame(incident, entries, at, form)
    frames.set(key, known)
    return known
  }
  return {
    watch(after, to) {
      places.set(to, after)
      handOn(to)
      return () => {
        places.delete(to)
        behind.delete(to)
      }
    },
    isWatched: () => places.size > 0,
    look,
    copy: () => (isWhole ? { entries, is } : undefined),
    seq: () => is.seq,
    chars: () => chars,
    say(message, but = () => false) {
      const frame = frameOf(message)
      for (const to of places.keys()) if (to.person !== undefined && !but(to.person)) to.frame(frame)
    },
    forget,
    end() {
      clearTimeout(timer)
      places.clear()
      behind.clear()
    },
  }
}

/** Ids, time and author of an entry. */
const entryHeadChars = 300
