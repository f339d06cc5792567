import {
  holdApplying,
  insertWaiting,
  markApplied,
  type ReceiptRow,
  receiptRow,
  waitingRows,
} from '../store/accepted.ts'
import type { Sql } from '../store/db.ts'
import type { AcceptLog, Receipt } from './accept.ts'
import type { Desk } from './desk.ts'
import { isId, newId } from './id.ts'

const turn = 400

/** The accept log as a PostgreSQL table: for a database that several nodes share. Durable when its insert is committed. */
export function tableLog(desk: Pick<Desk, 'db' | 'clock'>): AcceptLog {
  let accepted = 0
  let seen = 0
  return {
    async accept(incoming) {
      const receipt = newId(desk.clock.now())
      const at = desk.clock.at()
      await insertWaiting(desk.db, { ...incoming, receipt, at })
      accepted += 1
      return { receipt, at }
    },
    receipt: id => receiptIn(desk.db, id),
    async waiting(tx) {
      await holdApplying(tx)
      const before = accepted
      const rows = await waitingRows(tx, turn)
      // Whatever was accepted here by then is applied with this transaction, by us or before us by another node.
      if (rows.length < turn) tx.afterwards.push(() => (seen = Math.max(seen, before)))
      return rows
    },
    markApplied: (tx, _those, done) => (done.length > 0 ? markApplied(tx, done, desk.clock.now()) : Promise.resolve()),
    mark: () => accepted,
    isApplied: mark => seen >= mark,
    oldestAt: () => undefined,
    depth: () => accepted - seen,
    trouble: () => undefined,
    stop: async () => {},
  }
}

/** A receipt as the table has it. */
export async function receiptIn(sql: Sql, id: string): Promise<Receipt | undefined> {
  const row = isId(id) ? await receiptRow(sql, id) : undefined
  return row && toReceipt(id, row)
}

function toReceipt(receipt: string, { at, integration, body, results, applied_at: appliedAt }: ReceiptRow): Receipt {
  const said = { receipt, at, integration: integration ?? undefined, body }
  return appliedAt ? { ...said, results: JSON.parse(results ?? '[]') as unknown[] } : said
}
