import { fireline } from '../incident/entry.ts'
import type { ObligationBody, ObligationKind } from '../incident/obligation.ts'
import { behind, inTransaction } from '../store/db.ts'
import { extendLease, type OwedRow, recordAttempt, unrecordedAttempts } from '../store/outbox.ts'
import { holdTimeline } from '../store/timeline.ts'
import type { Desk } from './desk.ts'
import { handle } from './handle.ts'
import { newId } from './id.ts'
import { type Clocks, type Leased, type LeaseTime, leaseMs, leaseTime, type Moment } from './lease-time.ts'
import { reason } from './log.ts'
import type { Outcome, Owed, Perform } from './perform.ts'

/** After the first, second, third … failed attempt; then every minute. */
const retryMs = [5_000, 15_000, 30_000, 60_000]

/** Performs it, keeps its lease meanwhile, and records what came of it. */
export async function performOne(
  desk: Desk,
  { row, from, isNew = false }: Leased,
  stopping: AbortSignal,
  clocks: Clocks,
): Promise<void> {
  const kind = row.kind as ObligationKind
  desk.passing?.('leased', kind)
  const lost = new AbortController()
  const time = leaseTime(leaseMs, from, clocks)
  const beat = setInterval(() => {
    keepLease(desk, row, time, clocks())
      .then(kept => kept || lost.abort())
      .catch(() => {})
  }, leaseMs / 3)
  try {
    const owed = { ...(await toOwed(desk, row, time)), isNew }
    const perform = desk.performers[kind] as Perform<ObligationKind>
    const outcome = await perform(owed, desk, AbortSignal.any([lost.signal, stopping])).catch(
      (error: unknown): Outcome => ({ outcome: 'retry', answer: reason(error) }),
    )
    desk.passing?.('before-record', kind)
    await record(desk, row, outcome)
    desk.passing?.('after-record', kind)
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

async function keepLease(desk: Desk, { id, epoch }: OwedRow, time: LeaseTime, from: Moment): Promise<boolean> {
  const isKept = await extendLease(desk.db, id, epoch, new Date(desk.clock.now().getTime() + leaseMs))
  if (isKept) time.renewed(from)
  return isKept
}

async function toOwed(desk: Desk, row: OwedRow, time: LeaseTime): Promise<Omit<Owed, 'isNew'>> {
  const repeat = row.attempts > 1 && (await unrecordedAttempts(desk.db, row.id, row.attempts)) > 0
  const body = JSON.parse(row.body) as ObligationBody[ObligationKind]
  return { ...row, kind: row.kind as ObligationKind, body, attempt: row.attempts, repeat, mayStillSend: time.isOurs }
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
    if (row.incident && asks.length > 0) await behind(tx, holdTimeline(tx, row.incident))
    if (!(await recordAttempt(tx, row, now, { outcome: outcome.outcome, answer: outcome.answer, retryAt }))) return
    for (const { command, body } of asks) {
      await handle(desk, tx, row.incident, { id: newId(now), by: fireline, at: desk.clock.at(), body }, command)
    }
    desk.passing?.('in-record', row.kind as ObligationKind)
  })
}
