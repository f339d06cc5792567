import pg from 'pg'
import { preparingClient } from './asked-often.ts'

// Numbers of rows and positions stay below 2^53; a string here would compare wrongly with `===`.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
// Times travel as RFC 3339 text, as they stand in entries.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, text => new Date(text).toISOString())

export type Row = pg.QueryResultRow

/** Anything that answers SQL: the pool, or one transaction. */
export interface Sql {
  query<R extends Row>(text: string, values?: unknown[]): Promise<{ rows: R[]; rowCount: number | null }>
}

/** One transaction. What is pushed onto `afterwards` runs once it is committed, and never if it is not. */
export interface Tx extends Sql {
  afterwards: (() => void)[]
  /** Writes under way whose answers nobody waits for: see `behind`. */
  sent?: Promise<unknown>[]
}

/**
 * A write that nothing here needs the answer of. It goes out at once, in its order, so whatever is asked after it sees it; the commit
 * (or the end of the savepoint) waits for it, and fails with it. Where there is no transaction it is waited for.
 */
export async function behind(tx: Tx, write: Promise<unknown>): Promise<void> {
  if (!tx.sent) return void (await write)
  // Heard of at the end; until then it is nobody's unhandled rejection.
  write.catch(() => {})
  tx.sent.push(write)
}

export type Db = pg.Pool

/**
 * How long a transaction may wait for this process. A node that stands still in the middle of one holds what the others wait for, a
 * timeline above all: then it is rolled back, and the node finds its connection gone. Who has all the time for a question has it here too.
 * A statement of its own: as a start-up parameter a pooler in between may refuse it.
 */
const neverIdleForLong = ({ query_timeout: limit }: pg.PoolConfig) => ({
  onConnect: (client: pg.ClientBase) =>
    client.query(`set idle_in_transaction_session_timeout = '${limit === 0 ? '0' : '10s'}'`),
})

export function openPool(config: pg.PoolConfig): Db {
  const pool = new pg.Pool({
    max: 12,
    connectionTimeoutMillis: 5_000,
    query_timeout: 30_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // What is asked without waiting for the answer before goes out at once, in its order.
    pipeline: true,
    Client: preparingClient(),
    ...neverIdleForLong(config),
    ...config,
  })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  // The same for one that is in use: its query rejects, and that is where it is answered.
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}

/**
 * Thrown in a transaction that has to see something slow first, a large file say: it is rolled back, `look` is had while nothing is held
 * and nobody waits, and the work begins anew. A look has to leave what it saw where the next try finds it.
 */
export class LookFirst extends Error {
  readonly look: () => Promise<unknown>

  constructor(what: string, look: () => Promise<unknown>) {
    super(`${what} has to be looked at first`)
    this.look = look
  }
}

/** More than one thing may have to be looked at, one after the other; work that always finds another one is at fault. */
const mostLooks = 20

/** Runs `work` in one transaction; a throw rolls everything back. After a LookFirst it is run again. */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let looks = 0; ; looks++) {
    try {
      return await inOneTransaction(db, work)
    } catch (error) {
      if (!(error instanceof LookFirst) || looks === mostLooks) throw error
      await error.look()
    }
  }
}

async function inOneTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await db.connect()
  const tx: Tx & { sent: Promise<unknown>[] } = {
    query: <R extends Row>(text: string, values?: unknown[]) => client.query<R>(text, values),
    afterwards: [],
    sent: [],
  }
  let broken: Error | undefined
  try {
    // Waited for: what went out behind a `begin` that failed would stand for good.
    await client.query('begin')
    const result = await work(tx)
    await allOf(tx.sent)
    await client.query('commit')
    for (const run of tx.afterwards) run()
    return result
  } catch (error) {
    broken = await rolledBack(client, error)
    throw broken ? error : await firstTrouble(tx.sent, error)
  } finally {
    client.release(broken)
  }
}

/** What is sent behind may send more. */
async function allOf(sent: readonly Promise<unknown>[], from = 0): Promise<void> {
  for (let n = -1; n < sent.length; ) {
    n = sent.length
    await Promise.all(sent.slice(from))
  }
}

/** What came behind a write that failed fails for that alone; the write says why. All of them are over by now. */
async function firstTrouble(sent: readonly Promise<unknown>[], otherwise: unknown): Promise<unknown> {
  const [first] = (await Promise.allSettled(sent)).filter(one => one.status === 'rejected')
  return first ? first.reason : otherwise
}

/** Undefined: the connection can be used again. Behind a query that got no answer, a rollback would get none either. */
async function rolledBack(client: pg.PoolClient, why: unknown): Promise<Error | undefined> {
  if (why instanceof Error && why.message === 'Query read timeout') return why
  return client.query('rollback').then(
    () => undefined,
    (trouble: Error) => trouble,
  )
}

/** Like a transaction within one: a throw undoes what `work` wrote and leaves the rest of `tx` as it was. */
export async function inSavepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const promised = tx.afterwards.length
  const before = tx.sent?.length ?? 0
  const mine = () => tx.sent?.slice(before) ?? []
  await tx.query('savepoint work')
  try {
    const result = await work()
    if (tx.sent) await allOf(tx.sent, before)
    await behind(tx, tx.query('release savepoint work'))
    return result
  } catch (error) {
    tx.afterwards.length = promised
    await tx.query('rollback to savepoint work')
    const trouble = await firstTrouble(mine(), error)
    if (tx.sent) tx.sent.length = before
    throw trouble
  }
}
