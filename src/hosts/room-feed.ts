import type { ToRoom } from '../api/room-messages.ts'
import type { Desk } from '../engine/desk.ts'
import { oneAtATime } from '../engine/one-at-a-time.ts'
import { savingOf } from '../engine/saving.ts'
import type { Entry } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'
import { type HeadNow, headsNow } from '../store/heads-now.ts'
import { readTimeline } from '../store/timeline.ts'
import { type FollowedRoom, followRoom, type RoomWatcher } from './followed-room.ts'

/** What everybody in a room hears, read once and built once on each node; and what the node still knows when it can read nothing. */
export interface RoomFeed {
  /** Entries after seq `after`, and on, as frames; in order, none twice, none left out. Returns how to stop. */
  watch(incident: string, after: number, to: RoomWatcher): () => void
  /** The node's own copy; `asOf` (RFC 3339) is when it was last known to be all. */
  copy(incident: string): RoomCopy | undefined
  copies(): RoomCopy[]
  /** `INC-12`, `inc-12`, `12` or the id, of an incident that there is a copy of: its id. */
  named(name: string): string | undefined
  /** To everybody who has the room open here, `but` those for whom it answers true. */
  say(incident: string, message: ToRoom, but?: (person: string) => boolean): void
  /** A text was taken out: copies that nobody looks at go, and are read anew. */
  forget(): void
  stop(): void
}

export interface RoomCopy {
  entries: readonly Entry[]
  is: Incident
  asOf: string
  /** The timeline's last. */
  hash: string
}

interface Room extends FollowedRoom {
  asOf?: string
  hash: string
  lookedAtMs: number
}

/** A lost notification costs a watcher this, and a copy that nobody looks at is so old at most. */
const sweepEveryMs = 1_000
const mostCopies = 200
/** Of JSON; in memory it takes about three times as much. */
const mostChars = 64 * 1024 * 1024

const feedByDesk = new WeakMap<Desk, RoomFeed>()

/** One for each desk: a node has one desk. */
export function roomFeedOf(desk: Desk): RoomFeed {
  const known = feedByDesk.get(desk)
  if (known) return known
  const made = openRoomFeed(desk)
  feedByDesk.set(desk, made)
  return made
}

function openRoomFeed(desk: Desk): RoomFeed {
  const rooms = new Map<string, Room>()
  const saving = savingOf(desk)
  /** Left out for want of room, until somebody looks at them. */
  const leftOut = new Set<string>()
  let isStopped = false
  const roomOf = (incident: string): Room => {
    const known = rooms.get(incident)
    if (known) return known
    const read = (after: number, most: number) => saving.orAway(() => readTimeline(desk.db, incident, after, most))
    const made = { ...followRoom(incident, read), hash: '', lookedAtMs: 0 }
    rooms.set(incident, made)
    return made
  }
  // A read that failed is made again with the next sweep; that nothing can be read is said by `saving`.
  const look = (room: Room) => void room.look().catch(() => {})
  const unhear = desk.live.on('*', incident => {
    const room = rooms.get(incident)
    if (room?.isWatched()) look(room)
  })
  const compare = async ({ incident, seq, hash }: HeadNow, at: string) => {
    if (leftOut.has(incident) && !rooms.has(incident)) return
    const room = roomOf(incident)
    if (room.seq() < seq) await room.look()
    if (isStopped || room.seq() < seq) return
    room.asOf = at
    if (room.seq() === seq) room.hash = hash
  }
  const sweep = oneAtATime(async () => {
    const at = desk.clock.at()
    const heads = await saving.orAway(() => headsNow(desk.db, [...rooms.keys()], mostCopies))
    for (const head of heads) if (!isStopped) await compare(head, at)
    for (const incident of tooMany(rooms)) {
      rooms.get(incident)?.end()
      rooms.delete(incident)
      leftOut.add(incident)
    }
    const burning = new Set(heads.map(head => head.incident))
    for (const incident of leftOut) if (!burning.has(incident)) leftOut.delete(incident)
  })
  const sweepSoon = () => void (isStopped || sweep().catch(() => {}))
  const timer = setInterval(sweepSoon, sweepEveryMs)
  const unheed = saving.onChange(sweepSoon)
  sweepSoon()
  return {
    watch(incident, after, to) {
      leftOut.delete(incident)
      const room = roomOf(incident)
      room.lookedAtMs = desk.clock.now().getTime()
      const leave = room.watch(after, to)
      look(room)
      return leave
    },
    copy(incident) {
      const room = rooms.get(incident)
      if (room) room.lookedAtMs = desk.clock.now().getTime()
      return room && copyOf(room)
    },
    copies: () => [...rooms.values()].flatMap(room => copyOf(room) ?? []),
    named(name) {
      const number = /^(?:inc-)?(\d{1,9})$/i.exec(name)?.[1]
      if (!number) return rooms.has(name.toLowerCase()) ? name.toLowerCase() : undefined
      return [...rooms].find(([, room]) => room.copy()?.is.number === Number(number))?.[0]
    },
    say: (incident, message, but) => rooms.get(incident)?.say(message, but),
    forget() {
      for (const room of rooms.values()) if (!room.isWatched()) room.forget()
      sweepSoon()
    },
    stop() {
      isStopped = true
      unhear()
      unheed()
      clearInterval(timer)
      for (const room of rooms.values()) room.end()
      rooms.clear()
    },
  }
}

function copyOf(room: Room): RoomCopy | undefined {
  const copy = room.copy()
  return copy && room.asOf !== undefined ? { ...copy, asOf: room.asOf, hash: room.hash } : undefined
}

/** Those that nobody watches and that were looked at longest ago, as many as are too many. */
function tooMany(rooms: ReadonlyMap<string, Room>): string[] {
  let chars = [...rooms.values()].reduce((sum, room) => sum + room.chars(), 0)
  let count = rooms.size
  const idle = [...rooms].filter(([, room]) => !room.isWatched()).sort(([, a], [, b]) => a.lookedAtMs - b.lookedAtMs)
  const leaving: string[] = []
  for (const [incident, room] of idle) {
    if (count <= mostCopies && chars <= mostChars) break
    leaving.push(incident)
    count -= 1
    chars -= room.chars()
  }
  return leaving
}
