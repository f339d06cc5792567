import { say } from '../steps/notify/say.ts'

/**
 * Who we send to, by name. A receiver that lets many wait is not waited for by still more: they hear so at once, and their person's
 * next channel is tried.
 */
export interface Receivers {
  /** Rejects without having tried when too many wait for this receiver already. */
  reach<T>(receiver: string, send: () => Promise<T>): Promise<T>
}

/** So many that wait so long: nobody is at home there. */
const mostWaiting = 8
const patienceMs = 4_000

export function receivers(monotonicMs: () => number = () => performance.now()): Receivers {
  const waiting = new Map<string, Set<{ since: number }>>()
  return {
    async reach(receiver, send) {
      const those = waiting.get(receiver) ?? new Set()
      const now = monotonicMs()
      const stuck = [...those].filter(one => now - one.since >= patienceMs).length
      if (stuck >= mostWaiting) throw new Error(say.doesNotAnswer(receiver, stuck))
      const one = { since: now }
      waiting.set(receiver, those.add(one))
      try {
        return await send()
      } finally {
        those.delete(one)
        if (those.size === 0) waiting.delete(receiver)
      }
    },
  }
}
