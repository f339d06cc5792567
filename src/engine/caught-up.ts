import type { AcceptLog } from './accept.ts'
import type { Applier } from './applier.ts'
import type { Counting } from './counting.ts'
import type { KnownAlerts } from './known-alerts.ts'

/**
 * Resolves once everything this node accepted until now can be read, counts of alerts too where they are asked for; after two seconds
 * at most. True when it can.
 */
export type CaughtUp = (withCounts?: boolean) => Promise<boolean>

const longestMs = 2_000

export function caughtUp(
  log: AcceptLog,
  applier: Pick<Applier, 'applied'>,
  memory?: { known: KnownAlerts; counting: Counting },
): CaughtUp {
  return async (withCounts = false) => {
    const hasNews = withCounts && memory?.known.hasNews() === true
    if (hasNews) memory?.counting.countAll()
    if (!hasNews && log.isApplied(log.mark())) return true
    return within(longestMs, applier.applied(hasNews))
  }
}

async function within(ms: number, work: Promise<void>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(resolve, ms, false)
  const isDone = await Promise.race([work.then(() => true), promise])
  clearTimeout(timer)
  return isDone
}
