import { randomUUID } from 'node:crypto'
import {
  holdApplying,
  insertApplied,
  markApplied,
  movePosition,
  positionOf,
  receiptsKept,
  waitingRows,
} from '../store/accepted.ts'
import { behind, type Tx } from '../store/db.ts'
import { logId, openSegments, type SegmentOptions, type Segments } from '../store/segments/open.ts'
import { readRecords } from '../store/segments/read-records.ts'
import { type Accepted, type AcceptLog, type Incoming, KeyIsFull, NotKept } from './accept.ts'
import type { Desk } from './desk.ts'
import { type Amount, type FairQueue, fairQueue, isOver, type Waiting } from './fair-queue.ts'
import { newId } from './id.ts'
import { reason } from './log.ts'
import { receiptIn } from './table-log.ts'

export interface SegmentLogOptions extends Partial<SegmentOptions> {
  folder: string
  /** What may wait to be applied; one key may hold a quarter of it. */
  most?: Amount
  turn?: Amount
}

const mebibyte = 1024 * 1024
const usual = {
  segmentBytes: 64 * mebibyte,
  reserveBytes: 64 * mebibyte,
  most: { records: 400_000, bytes: 1024 * mebibyte },
  turn: { records: 2_000, bytes: 3 * mebibyte },
}
/** Bodies of what waits stay in memory up to here, so that nothing is read back while little waits. */
const mostBodiesBytes = 8 * mebibyte
const tableTurn = 400

type LogDesk = Pick<Desk, 'db' | 'clock' | 'log'>

/** The accept log as files beside the database: for a data folder that one process has alone. Durable when its group is synced. */
export async function segmentLog(desk: LogDesk, options: SegmentLogOptions): Promise<AcceptLog> {
  const set = { ...usual, ...options }
  const id = await logId(set.folder, randomUUID)
  const position = await positionOf(desk.db, id)
  // From its first day on the database knows this log, also by a start that takes another one.
  if (!position) await movePosition(desk.db, id, { segment: 0, offset: 0 })
  const segments = await openSegments(set, position)
  const queue = fairQueue()
  const byReceipt = new Map<string, Waiting>()
  const remember = (one: Waiting) => {
    queue.add(one)
    byReceipt.set(one.receipt, one)
  }
  for (const { record, place } of segments.found)
    remember({ ...record, body: undefined, place, isInDoubt: true, isDone: false })
  const forget = (those: readonly Waiting[]) => {
    queue.drop(those)
    for (const { receipt } of those) byReceipt.delete(receipt)
  }
  // What a table log kept before this one was used goes first.
  let isTableEmpty = false
  return {
    async accept(incoming) {
      refuseIfFull(queue, incoming, set.most)
      const trouble = segments.room.trouble()
      if (trouble) throw new NotKept(trouble)
      const record = { ...incoming, receipt: newId(desk.clock.now()), at: desk.clock.at() }
      const place = await keptOrNot(segments, record)
      const body = queue.all().bytes + place.bytes <= mostBodiesBytes ? record.body : undefined
      remember({ ...record, body, place, isInDoubt: false, isDone: false })
      return { receipt: record.receipt, at: record.at }
    },
    async receipt(receiptId) {
      const one = byReceipt.get(receiptId)
      if (!one) return receiptIn(desk.db, receiptId)
      const [whole] = await withBodies(segments, [one])
      return whole && { receipt: one.receipt, at: one.at, integration: one.integration, body: whole.body }
    },
    async waiting(tx) {
      await holdApplying(tx)
      if (!isTableEmpty) {
        const rows = await waitingRows(tx, tableTurn)
        if (rows.length > 0) return rows
        isTableEmpty = true
      }
      for (;;) {
        const taken = queue.take(set.turn)
        const applied = await appliedBefore(tx, taken)
        forget(taken.filter(one => applied.has(one.receipt)))
        const rest = taken.filter(one => !applied.has(one.receipt))
        for (const one of rest) one.isInDoubt = true
        if (rest.length > 0 || taken.length === 0) return withBodies(segments, rest)
      }
    },
    async markApplied(tx, those, done) {
      const taken = those.map(({ receipt }) => byReceipt.get(receipt)).filter(one => one !== undefined)
      if (taken.length < those.length) return markApplied(tx, done, desk.clock.now())
      await behind(tx, insertApplied(tx, those, done, desk.clock.now()))
      const applied = queue.positionAfter(taken)
      if (applied) await behind(tx, movePosition(tx, id, applied))
      tx.afterwards.push(() => {
        forget(taken)
        if (!applied) return
        segments.forgetBefore(applied.segment).catch((error: unknown) => {
          desk.log.error('a segment of the accept log could not be put away', { reason: reason(error) })
        })
      })
    },
    mark: () => queue.last(),
    isApplied: mark => queue.first() > mark,
    oldestAt: () => queue.oldest()?.at,
    depth: () => queue.all().records,
    trouble: () => segments.room.trouble(),
    stop: () => segments.stop(),
  }
}

function refuseIfFull(queue: FairQueue, { integration }: Incoming, most: Amount): void {
  const share = { records: most.records / 4, bytes: most.bytes / 4 }
  if (integration !== undefined && isOver(queue.of(integration), share))
    throw new KeyIsFull('Too much of this key waits to be worked on.', { retryAfterSeconds: 2 })
  if (isOver(queue.all(), most)) throw new NotKept('Too much waits to be worked on.', { retryAfterSeconds: 2 })
}

async function keptOrNot({ writer, room }: Segments, record: Accepted) {
  try {
    return await writer.append(record)
  } catch (error) {
    // A record that fits in no segment says nothing of the disk.
    if (!(error instanceof RangeError)) room.failed(error)
    throw new NotKept('the accept log could not be written', { cause: error })
  }
}

/** Of those that a failed transaction or a start left in doubt, the ones that were applied. */
async function appliedBefore(tx: Tx, taken: readonly Waiting[]): Promise<Set<string>> {
  const inDoubt = taken.filter(one => one.isInDoubt).map(one => one.receipt)
  return inDoubt.length > 0 ? receiptsKept(tx, inDoubt) : new Set()
}

/** Of a damaged record the body is empty: it cannot be applied, is kept with its trouble, and holds up nobody. */
async function withBodies({ files }: Segments, those: readonly Waiting[]): Promise<Accepted[]> {
  const onDisk = those.filter(one => one.body === undefined)
  const read = await readRecords(
    files,
    onDisk.map(one => one.place),
  )
  const bodies = new Map(onDisk.map((one, i) => [one, read[i]?.body]))
  return those.map(one => {
    const { receipt, at, integration, source } = one
    return { receipt, at, integration, source, body: one.body ?? bodies.get(one) ?? '' }
  })
}
