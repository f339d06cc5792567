import type { Applied } from '../store/accepted.ts'
import { inSavepoint, inTransaction, type Tx } from '../store/db.ts'
import type { Accepted, AcceptLog, Apply } from './accept.ts'
import type { Counting } from './counting.ts'
import type { Desk } from './desk.ts'
import { reason } from './log.ts'

/** Applies one fair turn of what waits, in one transaction; each request exactly once. Returns how many. */
export async function applyTurn(desk: Desk, log: AcceptLog, apply: Apply, counting?: Counting): Promise<number> {
  return inTransaction(desk.db, async tx => {
    const those = await log.waiting(tx)
    await counting?.note(tx, those)
    if (those.length === 0) return 0
    const done = new Map<string, Applied>()
    for (const ofKey of byKey(those))
      for (const one of await applyOfKey(desk, tx, ofKey, apply)) done.set(one.receipt, one)
    const inOrder = those.map(({ receipt }) => done.get(receipt) ?? { receipt, results: [] })
    await log.markApplied(tx, those, inOrder)
    tx.afterwards.push(() => counting?.applied(those, inOrder))
    return those.length
  })
}

/** In the order of each key's first. */
function byKey(those: readonly Accepted[]): Accepted[][] {
  const keys = new Map<string, Accepted[]>()
  for (const one of those) {
    const key = one.integration ?? one.source
    const ofKey = keys.get(key)
    if (ofKey) ofKey.push(one)
    else keys.set(key, [one])
  }
  return [...keys.values()]
}

/** All at once; if one of them cannot be applied, one by one, so that it is found and holds up nobody. */
async function applyOfKey(desk: Desk, tx: Tx, those: Accepted[], apply: Apply): Promise<Applied[]> {
  try {
    const results = await inSavepoint(tx, () => apply(tx, desk, those))
    return those.map(({ receipt }, i) => ({ receipt, results: results[i] ?? [] }))
  } catch (error) {
    // The server failing is for the next round; a request failing is for people to look at.
    if (!isAboutTheRequest(error)) throw error
    const [first] = those
    if (those.length > 1 || !first) {
      const alone: Applied[] = []
      for (const one of those) alone.push(...(await applyOfKey(desk, tx, [one], apply)))
      return alone
    }
    const trouble = reason(error)
    desk.log.error('an accepted request could not be applied; it is kept', { receipt: first.receipt, reason: trouble })
    return [{ receipt: first.receipt, results: [], trouble }]
  }
}

/** PostgreSQL's classes 08, 25, 40, 53, 55, 57, 58 and broken connections pass by themselves. */
function isAboutTheRequest(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  if (typeof code !== 'string') return !/timeout|terminated|connection/i.test(reason(error))
  return !/^(08|25|40|53|55|57|58|E)/.test(code)
}

/** Keeps applying: at every wake and at least every second. */
export interface Applier {
  /** Resolves once everything accepted before the call was applied, and with `counts` once a turn that began after it counted too. */
  applied(counts?: boolean): Promise<void>
  /** Something was accepted; nobody waits for it. */
  wake(): void
  stop(): Promise<void>
}

/** Wants to know when everything before its mark is applied. */
interface Asking {
  mark: number
  counts: boolean
  done(): void
}

export interface ApplierParts {
  counting?: Counting
  /** Resolves when it is the applier's turn: who sends is answered first, as long as nothing waits too long. */
  breathe?(): Promise<void>
}

export function startApplying(desk: Desk, log: AcceptLog, apply: Apply, parts: ApplierParts = {}): Applier {
  let stopped = false
  let isAwake = false
  let waiting: Asking[] = []
  let round: Promise<void> | undefined
  const answer = (isDone: (one: Asking) => boolean) => {
    const those = waiting.filter(isDone)
    waiting = waiting.filter(one => !isDone(one))
    for (const one of those) one.done()
  }
  const run = async () => {
    try {
      while ((waiting.length > 0 || isAwake) && !stopped) {
        isAwake = false
        await parts.breathe?.()
        const before = new Set(waiting)
        const applied = await applyTurn(desk, log, apply, parts.counting)
        answer(one => log.isApplied(one.mark) && (!one.counts || before.has(one)))
        // Nothing waits any more, of any node: whoever asked before that has it.
        if (applied === 0) answer(one => before.has(one))
        else isAwake = true
      }
    } catch (error) {
      // One round a second, however long the database is away.
      desk.log.error('applying stopped and goes on in a second', { reason: reason(error) })
    }
    round = undefined
  }
  const wake = () => {
    isAwake = true
    round ??= run()
  }
  wake()
  const timer = setInterval(wake, 1_000)
  return {
    applied(counts = false) {
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push({ mark: log.mark(), counts, done: resolve })
      wake()
      return promise
    },
    wake,
    async stop() {
      stopped = true
      clearInterval(timer)
      await round
    },
  }
}
