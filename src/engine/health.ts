import type { Late } from '../steps/notify/audit-pages.ts'
import { type NodeNow, nodeSays } from '../steps/notify/nodes.ts'
import { whyNot } from '../steps/notify/promise.ts'
import type { AcceptLog } from './accept.ts'
import type { Auditor } from './audit-pages.ts'
import type { Canary } from './canary.ts'
import type { Desk } from './desk.ts'
import { savingOf } from './saving.ts'

/** What Fireline can promise now, and why not. */
export interface Health {
  /** An alert answered 2xx would be kept. */
  ready(): Promise<{ ok: boolean; why: string[] }>
  /** A canary alert went all the way through within the last minute, and nothing that should have left is late. Needs no database. */
  promise(): Promised
}

export interface Promised {
  ok: boolean
  why: string[]
  provenMsAgo?: number
  auditedMsAgo?: number
  late: readonly Late[]
  /** Who serves this database, and who vanished. */
  nodes: readonly NodeNow[]
  /** What somebody has to look after, though pages leave. */
  notes: string[]
}

interface Looks {
  flown: Canary
  auditor: Pick<Auditor, 'last'>
  nodes(): readonly NodeNow[]
}

export function health(
  desk: Desk,
  { flown, auditor, nodes }: Looks,
  accepted: AcceptLog,
  faults: readonly string[],
): Health {
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
      const { late, agoMs, canaryMsAgo = Number.POSITIVE_INFINITY } = auditor.last()
      // On a shared database the nodes take each other's canaries.
      const lastMs = Math.min(flown.lastMs(), canaryMsAgo)
      const proof = {
        ...(Number.isFinite(lastMs) && { provenMsAgo: Math.round(lastMs) }),
        ...(agoMs !== undefined && { auditedMsAgo: agoMs }),
        late,
      }
      const why = whyNot(proof)
      const all = nodes()
      const notes = all.flatMap(one => (one.is === 'vanished' ? [nodeSays.vanished(one, desk.clock.at())] : []))
      return { ok: why.length === 0, why, ...proof, nodes: all, notes }
    },
  }
}
