import { lateAfterMs } from '../steps/notify/audit-pages.ts'
import type { Auditor } from './audit-pages.ts'
import type { Log } from './log.ts'
import type { Performers } from './perform.ts'

const lookEveryMs = 10_000
/** When this process last ended something that was owed, whatever came of it. */
export interface Progress {
  made(): void
  lastMs(): number
}

export function progress(monotonicMs: () => number = () => performance.now()): Progress {
  let last = monotonicMs()
  return {
    made: () => {
      last = monotonicMs()
    },
    lastMs: () => monotonicMs() - last,
  }
}

/** The same performers; each end of one is told. */
export function noting(performers: Performers, made: () => void): Performers {
  const noted = Object.entries(performers).map(([kind, perform]) => [
    kind,
    (...asked: Parameters<typeof perform>) =>
      (perform as (...asked: unknown[]) => Promise<unknown>)(...asked).finally(made),
  ])
  return Object.fromEntries(noted) as Performers
}

/**
 * Work is due for over a minute, the database answers, and this process ended nothing meanwhile: it lives, and does not work. What a look from
 * outside would call healthy is left, so that it is started again. Progress counts, not liveness.
 */
export const isStuck = ({ overdue, agoMs }: ReturnType<Auditor['last']>, progressMs: number): boolean =>
  overdue > 0 && agoMs !== undefined && agoMs < lateAfterMs / 2 && progressMs > lateAfterMs

interface Supervised {
  auditor: Pick<Auditor, 'last'>
  made: Progress
  log: Log
  /** Leaves. */
  stuck(): void
}

export function startSupervising({ auditor, made, log, stuck }: Supervised): { stop(): void } {
  const timer = setInterval(() => {
    if (!isStuck(auditor.last(), made.lastMs())) return
    clearInterval(timer)
    log.error('work is due and nothing was done for a minute: Fireline leaves, to be started again', {
      sinceMs: Math.round(made.lastMs()),
    })
    stuck()
  }, lookEveryMs)
  return { stop: () => clearInterval(timer) }
}
