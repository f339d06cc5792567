import type { StandBy } from '../incident/known.ts'
import type { Row, Sql } from './db.ts'
import type { Secrets } from './secrets.ts'

/** How a stand-by is reached through its proxy: kept sealed, never readable back. */
export interface StandByWay {
  driver: string
  /** As the driver takes it. */
  reach: Record<string, string>
  /** The stand-by's name at the proxy, and its address where it has to be added. */
  server: string
  address?: string
  /** Undefined for one that was kept before there were any. */
  looks?: LookedAtFirst
}

/** What is asked before the first request goes there; what is not set is not asked. `database` and `liveDatabase` are resources. */
export interface LookedAtFirst {
  readUrl?: string | undefined
  readExpects?: string | undefined
  buildUrl?: string | undefined
  liveBuildUrl?: string | undefined
  database?: string | undefined
  liveDatabase?: string | undefined
  mostLagSeconds: number
  writeProbe?: string | undefined
  canarySeconds: number
}

export interface ListedStandBy extends StandBy {
  proof?: string
  updatedAt: string
}

const placeOf = (slug: string): string => `stand-by/${slug}`

/** Keeps it. What was proven of another proxy or server is not proven of this one. */
export async function putStandBy(
  sql: Sql,
  secrets: Secrets,
  standBy: Pick<StandBy, 'slug' | 'service' | 'offerAfterMinutes'> & { way: StandByWay },
  at: Date,
): Promise<void> {
  const { slug, service, offerAfterMinutes, way } = standBy
  await sql.query(
    `insert into stand_by (slug, service, driver, settings, offer_after_minutes, updated_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (org, slug) do update set service = excluded.service, driver = excluded.driver, settings = excluded.settings,
       offer_after_minutes = excluded.offer_after_minutes, updated_at = excluded.updated_at, proven_at = null, proof = null`,
    [slug, service, way.driver, secrets.seal(JSON.stringify(way), placeOf(slug)), offerAfterMinutes, at],
  )
}

export async function deleteStandBy(sql: Sql, slug: string): Promise<boolean> {
  const { rowCount } = await sql.query('delete from stand_by where slug = $1', [slug])
  return rowCount === 1
}

/** What its proxy said of it, with the time when it was well. */
export async function noteProof(sql: Sql, slug: string, provenAt: Date | undefined, proof: string): Promise<void> {
  await sql.query('update stand_by set proven_at = $2, proof = $3 where slug = $1', [slug, provenAt ?? null, proof])
}

/** Without how to reach them. */
export async function listStandBys(sql: Sql): Promise<ListedStandBy[]> {
  const { rows } = await sql.query<ListedStandBy & Row>(
    `select slug, service, driver, offer_after_minutes as "offerAfterMinutes", proven_at as "provenAt", proof,
       updated_at as "updatedAt" from stand_by order by slug`,
  )
  return rows.map(({ provenAt, proof, ...row }) => ({ ...row, ...(provenAt && { provenAt }), ...(proof && { proof }) }))
}

export async function wayOfStandBy(sql: Sql, secrets: Secrets, slug: string): Promise<StandByWay | undefined> {
  const { rows } = await sql.query<Row & { settings: string }>('select settings from stand_by where slug = $1', [slug])
  return rows[0] && (JSON.parse(secrets.open(rows[0].settings, placeOf(slug))) as StandByWay)
}

/** The stand-bys of a service, by slug, with who else has traffic there. */
export async function loadStandBys(
  sql: Sql,
  { service, id }: { service: string; id: string },
): Promise<Map<string, StandBy>> {
  const own = (await listStandBys(sql)).filter(one => one.service === service)
  if (own.length === 0) return new Map()
  const elsewhere = await movedElsewhere(sql, id)
  return new Map(own.map(one => [one.slug, { ...one, ...elsewhere.get(one.slug) }]))
}

async function movedElsewhere(sql: Sql, incident: string): Promise<Map<string, { moving: StandBy['moving'] }>> {
  const { rows } = await sql.query<Row & { slug: string; number: number; shift: string }>(
    `select stand_by as slug, number, traffic_shift.id as shift
       from traffic_shift join incident_head on incident_head.incident = traffic_shift.incident
      where ended_at is null and traffic_shift.incident <> $1`,
    [incident],
  )
  return new Map(rows.map(one => [one.slug, { moving: { incident: `INC-${one.number}`, shift: one.shift } }]))
}
