import { ApiError } from './answer.ts'
import { type Rush, rushAtTheDoor } from './rush.ts'

/** What may be under way at once: requests, and bytes of their bodies. One key may hold a quarter of it. */
const most = { requests: 4_000, bytes: 64 * 1024 * 1024 }

interface Held {
  requests: number
  bytes: number
}

export interface Place {
  /** The key, once it is known; throws when it holds its share already. */
  of(key: string): void
  grow(bytes: number): void
  /** It is kept, and only waits to hear what became of it. */
  isKept(): void
  leave(): void
}

export interface IntakeQueue {
  enter(): Place
  /** How many are being read or kept now. */
  underWay(): number
  /** So much comes that who sends is answered first. */
  isRush(): boolean
}

/** So many at the door at once are a rush too, however little they bring. */
const manyUnderWay = 4

/** The queue before the log: nobody waits in memory beyond its limits, and no sender keeps the others out. */
export function intakeQueue(limit: Held = most, rush: Rush = rushAtTheDoor(() => performance.now())): IntakeQueue {
  const all: Held = { requests: 0, bytes: 0 }
  const byKey = new Map<string, Held>()
  let underWay = 0
  return {
    underWay: () => underWay,
    isRush: () => underWay > manyUnderWay || rush.isNow(),
    enter() {
      if (all.requests >= limit.requests || all.bytes >= limit.bytes)
        throw new ApiError(503, 'busy', 'Too much at once. Nothing was saved.', { retryAfterSeconds: 1 })
      const own: Held = { requests: 1, bytes: 0 }
      let key: string | undefined
      let isOver = false
      const over = () => {
        if (!isOver) underWay -= 1
        isOver = true
      }
      all.requests += 1
      underWay += 1
      rush.came(1, 0)
      return {
        of(name) {
          if (key !== undefined) return
          const held = byKey.get(name) ?? { requests: 0, bytes: 0 }
          if (held.requests >= limit.requests / 4 || held.bytes >= limit.bytes / 4)
            throw new ApiError(429, 'too-many', 'Too much at once with this key. Nothing was saved.', {
              retryAfterSeconds: 1,
            })
          key = name
          byKey.set(name, { requests: held.requests + 1, bytes: held.bytes + own.bytes })
        },
        grow(bytes) {
          own.bytes += bytes
          all.bytes += bytes
          rush.came(0, bytes)
          const held = key === undefined ? undefined : byKey.get(key)
          if (held) held.bytes += bytes
        },
        isKept: over,
        leave() {
          over()
          all.requests -= 1
          all.bytes -= own.bytes
          const held = key === undefined ? undefined : byKey.get(key)
          if (!held || key === undefined) return
          held.requests -= 1
          held.bytes -= own.bytes
          if (held.requests <= 0) byKey.delete(key)
        },
      }
    },
  }
}
