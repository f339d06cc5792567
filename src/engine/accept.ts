import { inSavepoint, inTransaction, type Tx } from '../store/db.ts'
import type { Desk } from './desk.ts'
import { isId, newId } from './id.ts'
import { reason } from './log.ts'

/** A request that was read and found good, about to be made durable. */
export interface Incoming {
  /** The integration whose key it came with; none for Fireline's own canary. */
  integration?: string
  /** The form it came in, for counting; `canary` is Fireline's own. */
  source: string
  /** What was understood, as text: never the sender's body, which may carry its key. */
  body: string
}

export interface Receipt {
  receipt: string
  at: string
  /** Undefined until it was applied. */
  results?: unknown[]
  integration?: string
  /** What was accepted. */
  body?: string
}

/** Makes a request durable; only then may the sender hear a 2xx. */
export interface AcceptLog {
  accept(incoming: Incoming): Promise<Receipt>
  receipt(id: string): Promise<Receipt | undefined>
}

/** What applying one accepted request does: alert rows, entries, obligations, in the transaction that marks it applied. */
export type ApplyOne = (tx: Tx, desk: Desk, accepted: Incoming & { receipt: string; at: string }) => Promise<unknown[]>

interface AcceptedRow {
  pos: number
  receipt: string
  integration: string | null
  source: string
  at: string
  body: string
}

/** The first log: a PostgreSQL table, applied at once. A segment file may come behind the same port. */
export function tableLog(desk: Desk): AcceptLog {
  return {
    async accept({ integration, source, body }) {
      const receipt = newId(desk.clock.now())
      const at = desk.clock.at()
      await desk.db.query('insert into accepted (receipt, integration, source, at, body) values ($1, $2, $3, $4, $5)', [
        receipt,
        integration ?? null,
        source,
        at,
        body,
      ])
      return { receipt, at }
    },
    async receipt(id) {
      if (!isId(id)) return undefined
      const { rows } = await desk.db.query<ReceiptRow>(
        'select at, integration, body, results, applied_at from accepted where receipt = $1',
        [id],
      )
      const row = rows[0]
      return row && toReceipt(id, row)
    },
  }
}

interface ReceiptRow {
  at: string
  integration: string | null
  body: string
  results: string | null
  applied_at: string | null
}

function toReceipt(receipt: string, { at, integration, body, results, applied_at: appliedAt }: ReceiptRow): Receipt {
  const said = { receipt, at, integration: integration ?? undefined, body }
  return appliedAt ? { ...said, results: JSON.parse(results ?? '[]') as unknown[] } : said
}

/** Applies what waits, in the order it was accepted, one node at a time; each row exactly once. Returns how many. */
export async function applyWaiting(desk: Desk, applyOne: ApplyOne, limit = 200): Promise<number> {
  return inTransaction(desk.db, async tx => {
    await tx.query("select pg_advisory_xact_lock(hashtextextended('fireline apply', 0))")
    const { rows } = await tx.query<AcceptedRow>(
      'select pos, receipt, integration, source, at, body from accepted where applied_at is null order by pos limit $1',
      [limit],
    )
    for (const row of rows) await applyRow(desk, tx, row, applyOne)
    return rows.length
  })
}

/** A request that cannot be applied is kept with its trouble and never holds up those behind it. */
async function applyRow(desk: Desk, tx: Tx, row: AcceptedRow, applyOne: ApplyOne): Promise<void> {
  const incoming = { ...row, integration: row.integration ?? undefined }
  let results: unknown[] = []
  let trouble: string | null = null
  try {
    results = await inSavepoint(tx, () => applyOne(tx, desk, incoming))
  } catch (error) {
    // The server failing is for the next round; a request failing is for people to look at.
    if (!isAboutTheRequest(error)) throw error
    trouble = reason(error)
    desk.log.error('an accepted request could not be applied; it is kept', { receipt: row.receipt, reason: trouble })
  }
  await tx.query('update accepted set applied_at = $2, results = $3, trouble = $4 where pos = $1', [
    row.pos,
    desk.clock.now(),
    JSON.stringify(results),
    trouble,
  ])
}

/** PostgreSQL's classes 08, 25, 40, 53, 55, 57, 58 and broken connections pass by themselves. */
function isAboutTheRequest(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  if (typeof code !== 'string') return !/timeout|terminated|connection/i.test(reason(error))
  return !/^(08|25|40|53|55|57|58|E)/.test(code)
}

/** Keeps applying: at every wake and at least every second. `applied` resolves after the next round that saw everything before it. */
export interface Applier {
  /** Resolves once everything accepted before the call was applied. */
  applied(): Promise<void>
  stop(): Promise<void>
}

export function startApplying(desk: Desk, applyOne: ApplyOne): Applier {
  let stopped = false
  let waiting: (() => void)[] = []
  let round: Promise<void> | undefined
  const run = async () => {
    while (waiting.length > 0 && !stopped) {
      const those = waiting
      waiting = []
      try {
        while ((await applyWaiting(desk, applyOne)) > 0);
        for (const done of those) done()
      } catch (error) {
        desk.log.error('applying stopped and goes on in a second', { reason: reason(error) })
        // The next look begins with them: one round a second, however long the database is away.
        waiting.unshift(...those)
        break
      }
    }
    round = undefined
  }
  const start = () => {
    round ??= run()
  }
  const applied = () =>
    new Promise<void>(resolve => {
      waiting.push(resolve)
      start()
    })
  void applied()
  const timer = setInterval(() => (waiting.length > 0 ? start() : void applied()), 1_000)
  return {
    applied,
    async stop() {
      stopped = true
      clearInterval(timer)
      await round
    },
  }
}
