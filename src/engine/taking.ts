import type { Desk } from './desk.ts'
import { reason } from './log.ts'

/** Work that is taken from the database a few at a time, each by one node. */
export interface Taking {
  /** Begins what is due, as far as there is room; does not wait for it. */
  begin(): Promise<void>
  /** Waits for what is under way. */
  settled(): Promise<void>
}

/** At most so many at once. A piece of work that throws is said in the log and comes back when its lease ends. */
export function atOnce<T>(
  desk: Desk,
  most: number,
  what: string,
  { take, work }: { take(room: number): Promise<T[]>; work(taken: T): Promise<void> },
): Taking {
  const underWay = new Set<Promise<void>>()
  return {
    async begin() {
      const room = most - underWay.size
      if (room <= 0) return
      for (const taken of await take(room)) {
        const done: Promise<void> = work(taken)
          .catch((error: unknown) => desk.log.error(`${what} could not be looked after`, { reason: reason(error) }))
          .finally(() => underWay.delete(done))
        underWay.add(done)
      }
    },
    async settled() {
      await Promise.all(underWay)
    },
  }
}
