import type { Applied } from '../store/accepted.ts'
import type { Tx } from '../store/db.ts'
import type { Desk } from './desk.ts'

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

/** A request that is durable. */
export interface Accepted extends Incoming {
  receipt: string
  at: string
}

/**
 * Makes requests durable, and hands them to the applier: each exactly once, those of one key in the order they came. Only after
 * `accept` may a sender hear a 2xx.
 */
export interface AcceptLog {
  /** Rejects when it is not kept; `NotKept` says that it is the log's own trouble. */
  accept(incoming: Incoming): Promise<Receipt>
  receipt(id: string): Promise<Receipt | undefined>
  /** A fair turn of what waits, for this transaction alone: no key holds more than a quarter of it while others wait. */
  waiting(tx: Tx): Promise<Accepted[]>
  /** Marks what `waiting` gave this transaction; it is applied if the transaction commits, and waits as before if not. */
  markApplied(tx: Tx, those: readonly Accepted[], done: readonly Applied[]): Promise<void>
  /** A mark: what this node accepted until now. */
  mark(): number
  /** Everything accepted before that mark is applied. */
  isApplied(mark: number): boolean
  /** When the oldest that waits was accepted, RFC 3339, as far as this node knows. */
  oldestAt(): string | undefined
  /** How many requests this node accepted, or found, that are not applied yet. */
  depth(): number
  /** Why nothing can be kept now; nothing when it can. */
  trouble(): string | undefined
  stop(): Promise<void>
}

/** What those need who only have something to say. */
export type Accepting = Pick<AcceptLog, 'accept'>

/** The log cannot keep it now; nothing was saved, and trying again later may do. */
export class NotKept extends Error {
  readonly retryAfterSeconds: number

  constructor(message: string, { retryAfterSeconds = 5, cause }: { retryAfterSeconds?: number; cause?: unknown } = {}) {
    super(message, { cause })
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** One key has its share of what may wait. */
export class KeyIsFull extends NotKept {}

/**
 * What applying requests of one key does: alert rows, entries, obligations, in the transaction that marks them applied. They come
 * in the order they were accepted; answers the results of each.
 */
export type Apply = (tx: Tx, desk: Desk, accepted: readonly Accepted[]) => Promise<unknown[][]>
