import type { Label } from '../alert/alert.ts'
import type { Row, Sql } from './db.ts'

/** An alert that fires, as the door it came through shows it to its own key. Times are RFC 3339 UTC. */
export interface OwnAlert {
  id: string
  fingerprint: string
  service: string
  labels: Label
  annotations: Label
  link?: string
  startedAt: string
  heardAt: string
  expiresAt?: string
}

interface OwnRow extends Row {
  id: string
  fingerprint: string
  service: string
  said: string
  started_at: string
  heard_at: string
  expires_at: string | null
}

/** A heartbeat that was heard this long ago still beats, for whoever reads alerts. */
const beatsFor = "interval '5 minutes'"

/** What fires of one integration, heartbeats among it, the last heard first. */
export async function ownAlerts(sql: Sql, integration: string, now: Date, limit: number): Promise<OwnAlert[]> {
  const { rows } = await sql.query<OwnRow>(
    `select id, fingerprint, service, said, started_at, heard_at, expires_at from alert
      where integration = $1 and status = 'firing'
     union all
     select id, fingerprint, service, said, first_at, last_at, null from heartbeat
      where integration = $1 and status = 'firing' and last_at > $2::timestamptz - ${beatsFor}
     order by heard_at desc, id desc limit $3`,
    [integration, now, limit],
  )
  return rows.map(row => ({
    id: row.id,
    fingerprint: row.fingerprint,
    service: row.service,
    ...(JSON.parse(row.said) as Pick<OwnAlert, 'labels' | 'annotations' | 'link'>),
    startedAt: row.started_at,
    heardAt: row.heard_at,
    ...(row.expires_at && { expiresAt: row.expires_at }),
  }))
}
