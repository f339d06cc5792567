import type { Sql } from '../store/db.ts'
import type { AcceptLog } from './accept.ts'
import type { Desk } from './desk.ts'
import { newId } from './id.ts'
import { savingOf } from './saving.ts'

/** What Fireline can promise now, and why not. */
export interface Health {
  /** An alert answered 2xx would be kept. */
  ready(): Promise<{ ok: boolean; why: string[] }>
  /** A canary alert went all the way through within the last minute. */
  promise(): { ok: boolean; why: string[]; provenMsAgo?: number }
}

export const canaryEveryMs = 20_000
const promiseMs = 60_000

/** The canary's last way through: accepted, applied, owed, performed. */
export interface Canary {
  /** Told by the performer of the canary's obligation. */
  came(): void
  lastMs(): number
}

export function canary(monotonicMs: () => number = () => performance.now()): Canary {
  let last = Number.NEGATIVE_INFINITY
  return {
    came: () => {
      last = monotonicMs()
    },
    lastMs: () => monotonicMs() - last,
  }
}

export function health(desk: Desk, flown: Canary, accepted: AcceptLog, faults: readonly string[]): Health {
  return {
    async ready() {
      const why = [...faults]
      const trouble = accepted.trouble()
      if (trouble) why.push(`accept log: ${trouble}`)
      await savingOf(desk)
        .orAway(() => desk.db.query('select 1 from accepted limit 1'))
        .catch((error: Error) => why.push(`database: ${error.message}`))
      return { ok: why.length === 0, why }
    },
    promise() {
      const lastMs = flown.lastMs()
      const ok = lastMs <= promiseMs
      const proven = Number.isFinite(lastMs) && { provenMsAgo: Math.round(lastMs) }
      return {
        ok,
        ...proven,
        why: ok ? [] : ['no canary alert came through within the last minute: pages may not leave'],
      }
    },
  }
}

/** An obligation of the canary's own, without an incident: it proves that what is owed is leased, performed and recorded. */
export async function oweCanary(desk: Desk, sql: Sql): Promise<void> {
  await forgetCanaries(sql)
  const now = desk.clock.now()
  const id = newId(now)
  await sql.query(`insert into obligation (id, kind, key, body, due_at) values ($1, 'canary', $2, '{}', $3)`, [
    id,
    id,
    now,
  ])
}

/** Canaries that came through leave no trace. */
async function forgetCanaries(sql: Sql): Promise<void> {
  const gone = `select id from obligation where kind = 'canary' and state = 'done'`
  await sql.query(`delete from attempt where obligation in (${gone})`)
  await sql.query(`delete from obligation where kind = 'canary' and state = 'done'`)
  await sql.query(`delete from accepted where source = 'canary' and applied_at is not null`)
}
