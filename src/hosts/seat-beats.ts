import type { Desk } from '../engine/desk.ts'
import { oneAtATime } from '../engine/one-at-a-time.ts'
import type { Sql } from '../store/db.ts'
import { hasOtherNodes, type SeatHolder, seatHolders, touchSeatHolders } from '../store/seat-holders.ts'
import { holdersOf } from './keyboard.ts'
import { presenceOf, stillHereMs, stillTypesMs } from './presence.ts'

/** Whoever holds a seat is asked this often whether their line answers, and what came of it is told to the other nodes. */
export const seatBeatMs = 3_000
/** A node that could not tell or read for longer than this was deaf, and concludes nothing from what it did not hear. */
const deafMs = 2.5 * seatBeatMs
/** One of another node may come a beat late. */
const lateMs = seatBeatMs
const nodeIsThereMs = 60_000

/** Who of those that hold a seat is there, at whichever node their line ends. Unknown is there: nobody loses a seat because a database stood still. */
export interface SeatBeats {
  /** Everybody who holds one, as far as this node knows. */
  holders(): ReadonlySet<string>
  /** Tells the other nodes whose lines answer here, and hears whose answer there. */
  tell(): Promise<void>
  /** Whose line answers: nobody waits long for a keyboard whose holder is not among them. */
  beating(sql: Sql): Promise<ReadonlySet<string>>
  /** Who is or was here within the last minute. */
  seen(sql: Sql): Promise<ReadonlySet<string>>
}

const beatsByDesk = new WeakMap<Desk, SeatBeats>()

export function seatBeatsOf(desk: Desk): SeatBeats {
  const known = beatsByDesk.get(desk)
  if (known) return known
  const made = makeBeats(desk)
  beatsByDesk.set(desk, made)
  return made
}

interface Ear {
  /** All in ms by the clock of the database. */
  now: number
  forMs: number
  /** Since when this node hears the others without a break; infinite while it does not. */
  deafUntil: number
  /** Their line may end at another node. */
  areOthers: boolean
  /** When their line answered here last, if it ever did. */
  heardHere: number | undefined
}

/**
 * Whether somebody whose line does not answer here may still be there. Whoever held their seat before this node could hear has as long as
 * anybody to be heard of; so has who was just given one and whose line may end elsewhere.
 */
export function isThere(
  { since, seenAt }: SeatHolder,
  { now, forMs, deafUntil, areOthers, heardHere = 0 }: Ear,
): boolean {
  const isNew = (fromMs: number) => now - fromMs <= stillTypesMs + lateMs
  if (Date.parse(since) < deafUntil && isNew(deafUntil)) return true
  if (areOthers && isNew(Date.parse(since)) && heardHere === 0) return true
  const seen = seenAt === undefined ? 0 : Date.parse(seenAt)
  // What stands there came from here: then it is known exactly.
  return seen > heardHere && now - seen <= forMs + lateMs
}

function makeBeats(desk: Desk): SeatBeats {
  const presence = presenceOf(desk)
  const nowMs = () => desk.clock.now().getTime()
  let known: readonly SeatHolder[] = []
  let toldAtMs = performance.now()
  /** Since when this node hears the others without a break, by the clock of the database. */
  let hearsSinceMs = nowMs()
  const holders = () => new Set([...known.map(one => one.person), ...holdersOf(desk)])
  const tell = oneAtATime(async () => {
    known = await seatHolders(desk.db)
    const heard = presence.heard()
    const mine = [...holders()].flatMap(person => {
      const atMs = heard.get(person)
      return atMs === undefined ? [] : [{ person, at: new Date(atMs) }]
    })
    if (mine.length > 0) await touchSeatHolders(desk.db, mine)
    if (performance.now() - toldAtMs > deafMs) hearsSinceMs = nowMs()
    toldAtMs = performance.now()
    presence.answersElsewhere(
      new Map(known.flatMap(({ person, seenAt }) => (seenAt ? [[person, Date.parse(seenAt)]] : []))),
    )
  })
  /** What was held before then may be by somebody of whom this node had no time to hear. */
  const deafUntil = () => (performance.now() - toldAtMs > deafMs ? Number.POSITIVE_INFINITY : hearsSinceMs)
  /** Asked twice in one transaction, it is read once. */
  const read = new WeakMap<Sql, Promise<{ all: SeatHolder[]; areOthers: boolean }>>()
  const readNow = async (sql: Sql) => {
    const all = await seatHolders(sql)
    const since = new Date(nowMs() - nodeIsThereMs)
    return { all, areOthers: all.length > 0 && (await hasOtherNodes(sql, desk.node, since)) }
  }
  const within = async (sql: Sql, forMs: number, here: ReadonlySet<string>): Promise<ReadonlySet<string>> => {
    const reading = read.get(sql) ?? readNow(sql)
    read.set(sql, reading)
    const { all: everybody, areOthers } = await reading
    const all = everybody.filter(one => !here.has(one.person))
    const now = nowMs()
    const heard = presence.heard()
    const ear = (person: string) => ({ now, forMs, deafUntil: deafUntil(), areOthers, heardHere: heard.get(person) })
    return new Set([...here, ...all.filter(one => isThere(one, ear(one.person))).map(one => one.person)])
  }
  return {
    holders,
    tell,
    beating: sql => within(sql, stillTypesMs, presence.beating()),
    seen: sql => within(sql, stillHereMs, presence.seen()),
  }
}
