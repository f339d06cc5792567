import { fireline } from '../incident/entry.ts'
import type { ObligationBody, ObligationKind } from '../incident/obligation.ts'
import { inTransaction } from '../store/db.ts'
import { extendLease, lease, nextDueAt, type OwedRow, recordAttempt, unrecordedAttempts } from '../store/outbox.ts'
import { holdTimeline } from '../store/timeline.ts'
import type { Desk } from './desk.ts'
import { handle } from './handle.ts'
import { newId } from './id.ts'
import { reason } from './log.ts'
import { oneAtATime } from './one-at-a-time.ts'
import type { Outcome, Owed, Perform } from './perform.ts'

const leaseMs = 10_000
const atOnce = 16
/** After the first, second, third … failed attempt; then every minute. */
const retryMs = [5_000, 15_000, 30_000, 60_000]

export interface Deliverer {
  wake(): void
  /** Waits for what is under way, at most `withinMs`. */
  stop(withinMs: number): Promise<void>
}

/**
 * Performs what is owed, when it is due: lease, perform, record. A page leaves only after its row is committed; in doubt
 * it is sent again and says that it may be a repeat. Looks at every wake and at least every second.
 */
export function startDelivering(desk: Desk): Deliverer {
  const underWay = new Set<Promise<void>>()
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const leaseAndStart = async () => {
    const free = atOnce - underWay.size
    if (free <= 0 || stopping.signal.aborted) return
    for (const row of await lease(desk.db, desk.node, desk.clock.now(), leaseMs, free)) {
      const work = performOne(desk, row, stopping.signal).finally(() => {
        underWay.delete(work)
        void look()
      })
      underWay.add(work)
    }
  }
  const look = oneAtATime(async () => {
    clearTimeout(timer)
    await leaseAndStart().catch((error: unknown) =>
      desk.log.error('cannot read what is owed', { reason: reason(error) }),
    )
    const ms = await pauseMs(desk)
    if (!stopping.signal.aborted) timer = setTimeout(() => void look(), ms)
  })
  void look()
  return {
    wake: () => void look(),
    async stop(withinMs) {
      clearTimeout(timer)
      const limit = new Promise<void>(resolve => setTimeout(resolve, withinMs).unref())
      stopping.abort()
      await Promise.race([Promise.allSettled(underWay), limit])
    },
  }
}

async function pauseMs(desk: Desk): Promise<number> {
  const due = await nextDueAt(desk.db).catch(() => undefined)
  return due ? Math.min(1_000, Math.max(20, due.getTime() - desk.clock.now().getTime())) : 1_000
}

async function performOne(desk: Desk, row: OwedRow, stopping: AbortSignal): Promise<void> {
  const lost = new AbortController()
  const beat = setInterval(() => {
    extendLease(desk.db, row.id, row.epoch, new Date(desk.clock.now().getTime() + leaseMs))
      .then(kept => kept || lost.abort())
      .catch(() => {})
  }, leaseMs / 3)
  try {
    const owed = await toOwed(desk, row)
    const perform = desk.performers[row.kind as ObligationKind] as Perform<ObligationKind>
    const outcome = await perform(owed, desk, AbortSignal.any([lost.signal, stopping])).catch(
      (error: unknown): Outcome => ({ outcome: 'retry', answer: reason(error) }),
    )
    await record(desk, row, outcome)
  } catch (error) {
    desk.log.error('an obligation could not be recorded; its lease runs out and it is tried again', {
      obligation: row.id,
      kind: row.kind,
      reason: reason(error),
    })
  } finally {
    clearInterval(beat)
  }
}

async function toOwed(desk: Desk, row: OwedRow): Promise<Owed> {
  const repeat = (await unrecordedAttempts(desk.db, row.id, row.attempts)) > 0
  const body = JSON.parse(row.body) as ObligationBody[ObligationKind]
  return { ...row, kind: row.kind as ObligationKind, body, attempt: row.attempts, repeat }
}

/**
 * The outcome and what is asked back stand in one transaction: both or neither. The timeline is held before the obligation's row is
 * written, as whoever redacts does it: the other way round the two would wait for each other.
 */
async function record(desk: Desk, row: OwedRow, outcome: Outcome): Promise<void> {
  const now = desk.clock.now()
  const afterMs =
    outcome.outcome === 'retry' ? (outcome.afterMs ?? retryMs[Math.min(row.attempts, retryMs.length) - 1] ?? 60_000) : 0
  const retryAt = outcome.outcome === 'retry' ? new Date(now.getTime() + afterMs) : undefined
  const asks = outcome.asks ?? []
  await inTransaction(desk.db, async tx => {
    if (row.incident && asks.length > 0) await holdTimeline(tx, row.incident)
    if (!(await recordAttempt(tx, row, now, { outcome: outcome.outcome, answer: outcome.answer, retryAt }))) return
    for (const { command, body } of asks) {
      await handle(desk, tx, row.incident, { id: newId(now), by: fireline, at: desk.clock.at(), body }, command)
    }
  })
}
