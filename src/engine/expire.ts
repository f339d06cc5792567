import type { Alert } from '../alert/alert.ts'
import { resolveTimeoutMs } from '../alert/resolve-timeout.ts'
import { alertsBy, expiredBy } from '../store/alerts.ts'
import type { AcceptLog } from './accept.ts'
import type { Applier } from './applier.ts'
import type { Desk } from './desk.ts'
import type { Round } from './round.ts'

export const expiredSource = 'expired'

export const expireEveryMs = 5_000

const mostAtOnce = 2_000

/**
 * Ends alerts that their sender has to tell again and again and no longer does: accepted like a request, so that each ends
 * once and in its order. After a start, and after a time in which nothing could be saved, every sender first has a whole
 * `resolve_timeout` to be heard again: our own absence is nobody's recovery.
 */
export function expiring(desk: Desk, log: AcceptLog, applier: Pick<Applier, 'applied'>): () => Promise<void> {
  const trusting = () => desk.clock.now().getTime() + resolveTimeoutMs
  let trustedUntil = trusting()
  return async () => {
    try {
      const expired = await expiredBy(desk.db, desk.clock.now(), mostAtOnce)
      if (desk.clock.now().getTime() < trustedUntil) return
      for (const [integration, fingerprints] of expired)
        await log.accept({
          integration,
          source: expiredSource,
          body: JSON.stringify({ alerts: [], expired: fingerprints }),
        })
      if (expired.size > 0) await applier.applied()
    } catch {
      // Whoever keeps the database says that it is away.
      trustedUntil = trusting()
    }
  }
}

/** Those of them that were not told again meanwhile, as their ends. */
export async function endsOf({ tx, integration, at }: Round, fingerprints: string[]): Promise<Alert[]> {
  const rows = [...(await alertsBy(tx, integration.id, fingerprints)).values()]
  return rows.flatMap(row => {
    if (row.status !== 'firing' || row.expires_at === null || row.expires_at > at) return []
    const said = JSON.parse(row.said) as Pick<Alert, 'title' | 'labels' | 'annotations'>
    const endedAt = row.fired_at !== null && row.fired_at > row.expires_at ? row.fired_at : row.expires_at
    const { fingerprint, severity, started_at: startedAt } = row
    return [{ ...said, fingerprint, severity, startedAt, endedAt, status: 'resolved' as const }]
  })
}
