import type { Desk } from './desk.ts'
import { reason } from './log.ts'

/** Something that is looked after again and again. */
export interface Repeating {
  /** Looks now, or once more when the look is over that is under way. */
  soon(): void
  /** Waits for the look that is under way. */
  stop(): Promise<void>
}

/** A process that was held up for so long has not listened meanwhile, nor has one whose last look failed. */
const deafMs = 60_000

/**
 * Looks at once and every so many milliseconds, never twice at the same time. `look` hears whether this process was deaf until now: at its first
 * look, after one that failed, and after it was held up (by the wall clock, which goes on while a machine sleeps).
 */
export function every(desk: Desk, ms: number, what: string, look: (wasDeaf: boolean) => Promise<void>): Repeating {
  let heardAt = 0
  let isTold = false
  let now: Promise<void> | undefined
  const once = async () => {
    const wasDeaf = Date.now() - heardAt > deafMs
    try {
      await look(wasDeaf)
      heardAt = Date.now()
      isTold = false
    } catch (error) {
      if (!isTold) desk.log.error(`${what} failed and is tried again`, { reason: reason(error) })
      isTold = true
    }
  }
  let isAsked = false
  let isStopped = false
  const start = () => {
    if (now || isStopped) return
    isAsked = false
    now = once().finally(() => {
      now = undefined
      if (isAsked) start()
    })
  }
  start()
  const timer = setInterval(start, ms)
  return {
    soon() {
      isAsked = true
      start()
    },
    async stop() {
      isStopped = true
      clearInterval(timer)
      await now
    },
  }
}
