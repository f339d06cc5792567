import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '../store/db.ts'

/**
 * A connection broke: what was asked over it may have been committed, and nobody here heard so. For a moment this node asks again what
 * the database knows of it, instead of waiting until its leases run out.
 */
export interface Doubts {
  are(): boolean
  stop(): void
}

/** A commit that was under way when its line broke has been done, or never will be. */
const doubtMs = 5_000

export function watchDoubts(db: Db, begun: () => void, monotonicMs: () => number = () => performance.now()): Doubts {
  let until = 0
  const heard = (error: unknown) => {
    if (!(error instanceof Error) || !isBrokenLine(error)) return
    const isNew = monotonicMs() > until
    until = monotonicMs() + doubtMs
    if (isNew) begun()
  }
  db.on('release', heard)
  return { are: () => monotonicMs() < until, stop: () => void db.off('release', heard) }
}

/** The line, or the server behind it; not what was asked over it. PostgreSQL's classes 08 and 57P, and what Node says of a socket. */
export function isBrokenLine(error: unknown): boolean {
  const { code = '', message } = error as Error & { code?: string }
  return /^(08|57P)|^(ECONN|EPIPE|ETIMEDOUT|ENOENT)/.test(code) || /terminated|timeout|not queryable/i.test(message)
}

const againMs = [0, 100, 250, 500, 1_000]

/**
 * Writes what is known here until the database has it. Asked again, `write` looks first whether it stands there already. Whatever is not
 * about the line is thrown, and so is the last trouble when somebody stops us.
 */
export async function untilKept(write: (isAgain: boolean) => Promise<void>, stopping: AbortSignal): Promise<void> {
  for (let n = 0; ; n++) {
    try {
      return await write(n > 0)
    } catch (error) {
      if (!isBrokenLine(error) || stopping.aborted) throw error
      await pause(againMs[n] ?? 1_000, undefined, { signal: stopping }).catch(() => {})
    }
  }
}
