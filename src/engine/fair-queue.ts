import type { Place } from '../store/segments/frame.ts'
import type { Position } from '../store/segments/replay.ts'
import type { Accepted } from './accept.ts'

/** A request on the disk that is not applied yet. Its body is in memory while little waits, else on the disk alone. */
export interface Waiting extends Omit<Accepted, 'body'> {
  body?: string
  place: Place
  /** It may be applied already: found at a start, or in a transaction whose end is not known. */
  isInDoubt: boolean
  isDone: boolean
  /** Its number in the order of all. */
  seq?: number
}

export interface Amount {
  records: number
  bytes: number
}

/** What waits, in the order it came, with a fair turn for each key. */
export interface FairQueue {
  add(one: Waiting): void
  /** The next of each key in turn. While several wait, none holds more than a quarter. They stay until they are dropped. */
  take(turn: Amount): Waiting[]
  drop(those: readonly Waiting[]): void
  /** Everything before it is applied, once these are too. */
  positionAfter(those: readonly Waiting[]): Position | undefined
  /** The number of the last one that came. */
  last(): number
  /** The number of the first one that is not done; all before it are. */
  first(): number
  oldest(): Waiting | undefined
  of(key: string | undefined): Amount
  all(): Amount
}

interface OfKey extends Amount {
  items: Waiting[]
}

export function fairQueue(): FairQueue {
  const byKey = new Map<string, OfKey>()
  const all: Amount = { records: 0, bytes: 0 }
  let order: Waiting[] = []
  let head = 0
  let end: Position | undefined
  let last = 0
  const nothing: OfKey = { records: 0, bytes: 0, items: [] }
  const firstWaiting = (isGone: (one: Waiting) => boolean): number => {
    let i = head
    while (i < order.length && isGone(order[i] as Waiting)) i += 1
    return i
  }
  return {
    add(one) {
      const key = keyOf(one.integration)
      const held = byKey.get(key) ?? { records: 0, bytes: 0, items: [] }
      byKey.set(key, held)
      held.items.push(one)
      order.push(one)
      last += 1
      one.seq = last
      for (const amount of [held, all]) count(amount, one, 1)
      end = { segment: one.place.segment, offset: one.place.offset + one.place.bytes }
    },
    take(turn) {
      const share = byKey.size > 1 ? { records: Math.ceil(turn.records / 4), bytes: turn.bytes / 4 } : turn
      const taken: Waiting[] = []
      const total = { records: 0, bytes: 0 }
      const line = [...byKey.keys()]
      for (const key of line) {
        const held = byKey.get(key) ?? nothing
        // Who had a turn goes to the end of the line.
        byKey.delete(key)
        byKey.set(key, held)
        const own = { records: 0, bytes: 0 }
        for (const one of held.items) {
          if (isOver(own, share) || isOver(total, turn)) break
          for (const amount of [own, total]) count(amount, one, 1)
          taken.push(one)
        }
        if (isOver(total, turn)) break
      }
      return taken
    },
    drop(those) {
      const keys = new Set<string>()
      for (const one of those) {
        one.isDone = true
        one.body = undefined
        const key = keyOf(one.integration)
        keys.add(key)
        for (const amount of [byKey.get(key) ?? nothing, all]) count(amount, one, -1)
      }
      for (const key of keys) forgetDone(byKey, key)
      head = firstWaiting(one => one.isDone)
      if (head > 10_000 || head === order.length) {
        order = order.slice(head)
        head = 0
      }
    },
    positionAfter(those) {
      const gone = new Set(those)
      const next = order[firstWaiting(one => one.isDone || gone.has(one))]
      return next ? { segment: next.place.segment, offset: next.place.offset } : end
    },
    last: () => last,
    first: () => order[head]?.seq ?? last + 1,
    oldest: () => order[head],
    of: key => byKey.get(keyOf(key)) ?? nothing,
    all: () => all,
  }
}

const keyOf = (integration: string | undefined): string => integration ?? ''

function count(amount: Amount, { place }: Waiting, sign: 1 | -1): void {
  amount.records += sign
  amount.bytes += sign * place.bytes
}

export const isOver = (amount: Amount, limit: Amount): boolean =>
  amount.records >= limit.records || amount.bytes >= limit.bytes

/** Of one key they are done in the order they came, so the done ones are in front. */
function forgetDone(byKey: Map<string, OfKey>, key: string): void {
  const held = byKey.get(key)
  if (!held) return
  const first = held.items.findIndex(one => !one.isDone)
  if (first === -1) byKey.delete(key)
  else held.items.splice(0, first)
}
