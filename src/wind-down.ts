import type { AcceptLog } from './engine/accept.ts'
import type { Applier } from './engine/applier.ts'
import type { Auditor } from './engine/audit-pages.ts'
import type { Deliverer } from './engine/deliver.ts'
import type { Repeating } from './engine/every.ts'
import type { Fallback } from './engine/fallback.ts'
import type { Live } from './engine/live.ts'
import type { Nodes } from './engine/nodes.ts'
import type { TimeKeeper } from './keep-time.ts'
import type { Listening } from './listen.ts'
import type { Server } from './server/server.ts'
import type { Db } from './store/db.ts'

/** What was started so far; a start that fails half-way ends just that. */
export interface Running {
  db: Db
  stopDatabase(): Promise<void>
  live?: Live
  accepted?: AcceptLog
  applier?: Applier
  server?: Server
  deliverer?: Deliverer
  listening?: Listening
  looking?: Repeating
  auditor?: Auditor
  fallback?: Fallback
  reaching?: Repeating
  nodes?: Nodes
  supervisor?: { stop(): void }
  watchdog?: { stop(): void }
  /** Leaves, to be started again. */
  stuck?(): void
  time?: TimeKeeper
}

/**
 * What is under way has this long; what is cut off then is retried or sent again after the next start, as after a crash.
 * Stopping the database takes 6.5 s at the worst, so the whole stays below the 10 s that SIGTERM promises.
 */
const finishMs = 3_000
/** A look at a slow address is not waited for. */
const lookMs = 500

/** Stops taking, finishes what is under way, stops its PostgreSQL, which never stays behind. */
export async function windDown(running: Running): Promise<void> {
  running.time?.stop()
  running.fallback?.stop()
  running.supervisor?.stop()
  running.watchdog?.stop()
  try {
    await atMost(finishMs, finish(running))
  } finally {
    await running.stopDatabase()
  }
}

async function finish(running: Running): Promise<void> {
  const { db, live, accepted, applier, server, deliverer, listening, looking, auditor, reaching, nodes } = running
  await server?.close()
  const looks = [looking, auditor, reaching, nodes].map(async look => look?.stop())
  await atMost(lookMs, Promise.all(looks))
  await Promise.all([applier?.stop(), listening?.stop(), deliverer?.stop(finishMs)])
  await accepted?.stop()
  await live?.stop()
  await db.end()
}

async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const limit = setTimeout(resolve, ms)
  await Promise.race([work, promise]).finally(() => clearTimeout(limit))
}
