import type { Applied } from '../store/accepted.ts'
import type { Tx } from '../store/db.ts'
import { noteHeardAgain } from '../store/heard-again.ts'
import type { Accepted } from './accept.ts'
import type { AlertResult } from './alert-result.ts'
import { expiredSource } from './expire.ts'
import type { KnownAlerts } from './known-alerts.ts'

/** Brings what was answered from memory into the rows, and what was applied into memory. */
export interface Counting {
  /** The next turn counts everything, whether much time has passed or not. */
  countAll(): void
  /** In a turn's transaction, before anything of it is applied. */
  note(tx: Tx, those: readonly Accepted[]): Promise<void>
  /** After its commit. */
  applied(those: readonly Accepted[], done: readonly Applied[]): void
}

/** So long a count may be in memory alone. */
const saveEveryMs = 10_000

export function counting(known: KnownAlerts, nowMs: () => number): Counting {
  let isAsked = false
  let savedAt = nowMs()
  return {
    countAll() {
      isAsked = true
    },
    async note(tx, those) {
      const isDue = nowMs() - savedAt > saveEveryMs
      // Whether an alert is over depends on when it was heard last.
      const all = isAsked || isDue || those.some(one => one.source === expiredSource)
      if (all) {
        isAsked = false
        savedAt = nowMs()
      }
      const again = known.take(all)
      if (again.length === 0) return
      try {
        const over = await noteHeardAgain(tx, again)
        for (const id of over) known.forget(id)
      } catch (error) {
        known.giveBack(again)
        throw error
      }
    },
    applied(those, done) {
      for (const [i, { integration, receipt }] of those.entries())
        if (integration !== undefined) known.applied(integration, receipt, (done[i]?.results ?? []) as AlertResult[])
    },
  }
}
