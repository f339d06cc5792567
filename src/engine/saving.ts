import { setTimeout as pause } from 'node:timers/promises'
import { type Db, openPool } from '../store/db.ts'
import type { Desk } from './desk.ts'

/** Whether what is asked now could be kept. The database is looked at apart from all work, over a connection of its own. */
export interface Saving {
  /** Since when the database does not answer; undefined while it does. */
  awaySince(): string | undefined
  /** `work`, or a throw as soon as it is known that the database does not answer. What was begun may still be done later. */
  orAway<T>(work: () => Promise<T>): Promise<T>
  /** Called when it went away and when it is back; returns how to stop. */
  onChange(heard: () => void): () => void
  stop(): Promise<void>
}

/** Together less than the 5 s in which every request is answered. */
const lookEveryMs = 500
const answersWithinMs = 1_500
const secondLookMs = 1_000
const politeMs = 300

/** As PostgreSQL itself says "not now". */
export class DatabaseAway extends Error {
  readonly code = '57P03'

  constructor() {
    super('the database does not answer')
  }
}

/** Nobody said yes or no: the database does not answer, says "not now", or every connection to it was taken for too long. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code = '', message }: Error & { code?: string } = error
  return (
    /^(08|53|57P|55P03|40)/.test(code) ||
    /ECONN|\.s\.PGSQL|connection timeout|exceeded when trying to connect|query read timeout|connection terminated/i.test(
      `${code} ${message}`,
    )
  )
}

const savingByDesk = new WeakMap<Desk, Saving>()

/** One for each desk: a node has one desk. */
export function savingOf(desk: Desk): Saving {
  const known = savingByDesk.get(desk)
  if (known) return known
  const made = watchSaving(desk.db, () => desk.clock.at())
  savingByDesk.set(desk, made)
  return made
}

function watchSaving(db: Db, at: () => string): Saving {
  const pool = openPool({ ...db.options, password: db.options.password, max: 1, connectionTimeoutMillis: 2_000 })
  const ears = new Set<() => void>()
  const waiting = new Set<(error: Error) => void>()
  const stopping = new AbortController()
  let since: string | undefined
  const look = async () => {
    // A second look: a process that was busy for so long would else blame the database.
    const answers = (await answersIn(pool, answersWithinMs)) || (await answersIn(pool, secondLookMs))
    if (answers === (since === undefined) || stopping.signal.aborted) return
    since = answers ? undefined : at()
    if (!answers) for (const giveUp of waiting) giveUp(new DatabaseAway())
    for (const heard of ears) heard()
  }
  const watch = async () => {
    while (!stopping.signal.aborted) {
      await look()
      await pause(lookEveryMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
  const watching = watch()
  return {
    awaySince: () => since,
    orAway(work) {
      if (since !== undefined) return Promise.reject(new DatabaseAway())
      return new Promise((resolve, reject) => {
        const over = () => waiting.delete(reject)
        waiting.add(reject)
        work().then(resolve, reject).finally(over)
      })
    },
    onChange(heard) {
      ears.add(heard)
      return () => ears.delete(heard)
    },
    async stop() {
      stopping.abort()
      // A look that hangs is left behind.
      await Promise.race([Promise.all([watching, pool.end()]), pause(politeMs)])
    },
  }
}

async function answersIn(pool: Db, ms: number): Promise<boolean> {
  const timeout = { text: 'select 1', query_timeout: ms }
  return pool.query(timeout).then(
    () => true,
    () => false,
  )
}
