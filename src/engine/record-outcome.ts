import { fireline } from '../incident/entry.ts'
import { behind, inTransaction, type Tx } from '../store/db.ts'
import { isRecorded, type OwedRow, recordAttempt } from '../store/outbox.ts'
import { holdTimeline, tryHoldTimelines } from '../store/timeline.ts'
import type { Desk } from './desk.ts'
import { handleHeld } from './handle.ts'
import { newId } from './id.ts'
import { untilKept } from './in-doubt.ts'
import { reason } from './log.ts'
import type { Outcome } from './perform.ts'

/** Writes down how an attempt ended; resolves once that is committed. */
export type RecordOutcome = (row: OwedRow, outcome: Outcome) => Promise<void>

interface Ended {
  row: OwedRow
  outcome: Outcome
  written: PromiseWithResolvers<void>
}

/** So many at most share a transaction: their timelines are held until its end. */
const mostTogether = 32

/**
 * What arrived while others were written down is written down together: PostgreSQL syncs once for all of them. What waits for a timeline, or
 * failed with others, is by itself, so that it holds up nobody.
 */
export function recordingOutcomes(desk: Desk, stopping: AbortSignal): RecordOutcome {
  const waiting: Ended[] = []
  let isWriting = false
  const writeAlone = ({ row, outcome }: Ended, isAgain: boolean) =>
    inTransaction(desk.db, async tx => {
      if (isAgain && (await isRecorded(tx, row))) return
      if (row.incident && outcome.asks) await behind(tx, holdTimeline(tx, row.incident))
      await recordOne(desk, tx, row, outcome)
    })
  const alone = (one: Ended) =>
    untilKept(isAgain => writeAlone(one, isAgain), stopping).then(one.written.resolve, one.written.reject)
  const write = async () => {
    isWriting = true
    while (waiting.length > 0) {
      const those = waiting.splice(0, mostTogether)
      const left = those.length > 1 ? await recordTogether(desk, those) : those
      for (const one of left) void alone(one)
    }
    isWriting = false
  }
  return (row, outcome) => {
    const written = Promise.withResolvers<void>()
    const one = { row, outcome, written }
    if (!isSimple(one)) void alone(one)
    else {
      waiting.push(one)
      if (!isWriting) void write()
    }
    return written.promise
  }
}

/** A call that arrived: nothing follows from it. */
const isSimple = ({ row, outcome }: Ended): boolean =>
  row.kind === 'call' && Boolean(row.incident) && outcome.outcome === 'delivered'

/** Answers those that were not. */
async function recordTogether(desk: Desk, those: readonly Ended[]): Promise<readonly Ended[]> {
  try {
    const written = await inTransaction(desk.db, async tx => {
      const held = new Set(await tryHoldTimelines(tx, [...new Set(those.map(one => one.row.incident))]))
      const mine = those.filter(one => held.has(one.row.incident))
      for (const { row, outcome } of mine) await recordOne(desk, tx, row, outcome)
      return new Set(mine)
    })
    for (const one of written) one.written.resolve()
    return those.filter(one => !written.has(one))
  } catch (error) {
    desk.log.info('what came of pages could not be written together; each is by itself', { reason: reason(error) })
    return those
  }
}

/** After the first, second, third … failed attempt; then every minute. */
const retryMs = [5_000, 15_000, 30_000, 60_000]

/**
 * The outcome and what is asked back stand in one transaction: both or neither. The timeline is held before the obligation's row is
 * written, as whoever redacts does it: the other way round the two would wait for each other.
 */
async function recordOne(desk: Desk, tx: Tx, row: OwedRow, outcome: Outcome): Promise<void> {
  const now = desk.clock.now()
  const afterMs =
    outcome.outcome === 'retry' ? (outcome.afterMs ?? retryMs[Math.min(row.attempts, retryMs.length) - 1] ?? 60_000) : 0
  const retryAt = outcome.outcome === 'retry' ? new Date(now.getTime() + afterMs) : undefined
  const asks = outcome.asks ?? []
  if (!(await recordAttempt(tx, row, now, { outcome: outcome.outcome, answer: outcome.answer, retryAt }))) return
  for (const { command, body } of asks) {
    await handleHeld(desk, tx, row.incident, { id: newId(now), by: fireline, at: desk.clock.at(), body }, command)
  }
  desk.passing?.('in-record', row.kind)
}
