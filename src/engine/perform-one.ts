import type { ObligationBody, ObligationKind } from '../incident/obligation.ts'
import { extendLease, type OwedRow, unrecordedAttempts } from '../store/outbox.ts'
import type { Desk } from './desk.ts'
import { isBrokenLine } from './in-doubt.ts'
import { type Clocks, type Leased, type LeaseTime, leaseMs, leaseTime, type Moment } from './lease-time.ts'
import { reason } from './log.ts'
import type { Outcome, Owed, Perform } from './perform.ts'
import type { RecordOutcome } from './record-outcome.ts'

/** A line to the database that broke under it says nothing about the receiver: once, nobody waits for that. */
const soon = ({ attempts }: OwedRow, error: unknown) => (attempts === 1 && isBrokenLine(error) ? { afterMs: 100 } : {})

/** Performs it, keeps its lease meanwhile, and records what came of it; false when that could not be recorded. */
export async function performOne(
  desk: Desk,
  { row, from, isNew = false, is, ready }: Leased,
  stopping: AbortSignal,
  clocks: Clocks,
  record: RecordOutcome,
): Promise<boolean> {
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
    const owed = { ...(await toOwed(desk, row, time)), isNew, is, ready }
    const perform = desk.performers[kind] as Perform<ObligationKind>
    const outcome = await perform(owed, desk, AbortSignal.any([lost.signal, stopping])).catch(
      (error: unknown): Outcome => ({ outcome: 'retry', answer: reason(error), ...soon(row, error) }),
    )
    desk.passing?.('before-record', kind)
    await record(row, outcome)
    desk.passing?.('after-record', kind)
    return true
  } catch (error) {
    desk.log.error('an obligation could not be recorded; its lease runs out and it is tried again', {
      obligation: row.id,
      kind: row.kind,
      reason: reason(error),
    })
    return false
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
