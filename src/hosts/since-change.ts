import type { Ask } from '../incident/decision.ts'
import { type Incident, named } from '../incident/incident.ts'
import type { ProxyCount, Since } from '../incident/known.ts'
import type { TrafficDriver } from '../steps/change/traffic-driver.ts'
import { LookFirst, type Tx } from '../store/db.ts'
import type { Secrets } from '../store/secrets.ts'
import { loadStandBys, wayOfStandBy } from '../store/stand-bys.ts'

const mostSeen = 2_000

/** What the proxy counted by then, since it began; nothing where it did not answer. */
type Seen = { standBy: string; count: ProxyCount } | undefined

/**
 * What the proxy in front of a service counts before and after a change. It is read as the change is proposed, as it was applied and at
 * each look, by the node that looks, with no transaction open; what another node read is not known here.
 */
export function readSince(drivers: readonly TrafficDriver[], secrets: Secrets) {
  const seen = new Map<string, Seen>()
  return async (tx: Tx, was: Incident, ask: Ask<unknown>): Promise<Since | undefined> => {
    const { change: id = '', afterMs = 0 } = (ask.body ?? {}) as { change?: string; afterMs?: number }
    const change = named(was.changes, id)
    if (!change) return undefined
    const [proposed, applied] = [`${id} proposed`, `${id} 0`]
    const now = change.appliedAt ? `${id} ${afterMs}` : proposed
    if (!seen.has(now)) {
      const [standBy] = (await loadStandBys(tx, was)).keys()
      const way = standBy === undefined ? undefined : await wayOfStandBy(tx, secrets, standBy)
      const driver = drivers.find(one => one.name === way?.driver)
      if (standBy === undefined || !way || !driver) return undefined
      throw new LookFirst(`the proxy of ${standBy}`, async () => {
        if (seen.size >= mostSeen) seen.clear()
        const view = await driver.describe(way.reach).catch(() => undefined)
        seen.set(now, view && { standBy, count: sumOf(view.servers) })
      })
    }
    return between(seen.get(proposed), seen.get(applied), seen.get(now))
  }
}

function between(proposed: Seen, applied: Seen, now: Seen): Since | undefined {
  if (!proposed || !applied || !now || new Set([proposed, applied, now].map(one => one.standBy)).size > 1)
    return undefined
  const [before, after] = [more(proposed.count, applied.count), more(applied.count, now.count)]
  return before && after && { proxy: { standBy: now.standBy, before, after } }
}

/** A proxy that began to count anew in between says nothing. */
function more(was: ProxyCount, is: ProxyCount): ProxyCount | undefined {
  const [requests, errors] = [is.requests - was.requests, is.errors - was.errors]
  return requests < 0 || errors < 0 ? undefined : { ...is, requests, errors }
}

function sumOf(servers: readonly (ProxyCount & { state: string })[]): ProxyCount {
  const total = (of: 'requests' | 'errors') => servers.reduce((sum, one) => sum + one[of], 0)
  const times = servers.flatMap(one => (one.state === 'ready' && one.responseMs !== undefined ? [one.responseMs] : []))
  const mean = times.reduce((sum, one) => sum + one, 0) / times.length
  return { requests: total('requests'), errors: total('errors'), ...(times.length > 0 && { responseMs: mean }) }
}
