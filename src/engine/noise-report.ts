import { fireline } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'
import { type Noisy, noisiest } from '../incident/noisy.ts'
import { unopened } from '../incident/replay.ts'
import type { Sql } from '../store/db.ts'
import { listServices } from '../store/loaders.ts'
import { eachIncidentSince, heardSince } from '../store/noisy.ts'
import type { Desk } from './desk.ts'

export interface NoiseReport {
  from: string
  to: string
  noisy: Noisy[]
}

const dayMs = 24 * 3_600_000

/** The ten noisiest signatures of the last days. */
export async function noiseReport(desk: Desk, sql: Sql, days: number): Promise<NoiseReport> {
  const now = desk.clock.now()
  const since = new Date(now.getTime() - days * dayMs)
  const incidents: Incident[] = []
  await eachIncidentSince(sql, since, part => incidents.push(...part.map(light)))
  const zones = await zonesOf(desk, sql)
  const looking = {
    heard: await heardSince(sql, since),
    since: since.toISOString(),
    zoneOf: (service: string) => zones.get(service) ?? 'UTC',
  }
  return { from: looking.since, to: now.toISOString(), noisy: noisiest(incidents, looking) }
}

/** Only what is counted, so that a loud week fits into memory. */
const light = ({ id, title, service, signature, drill, openedAt, calls, judgements, alerts }: Incident): Incident => ({
  ...unopened,
  id,
  title,
  service,
  signature,
  drill,
  openedAt,
  calls,
  judgements,
  alerts: alerts.slice(0, 1),
})

/** Where the people of each service's policy live. */
export async function zonesOf(desk: Desk, sql: Sql): Promise<Map<string, string>> {
  const tx = { query: sql.query.bind(sql) as never, afterwards: [] }
  const zones = new Map<string, string>()
  for (const { slug } of await listServices(sql)) {
    const ask = { id: slug, by: fireline, at: desk.clock.at(), body: { service: slug } }
    zones.set(slug, (await desk.loaders.policy(tx, unopened, ask)).zone)
  }
  return zones
}
