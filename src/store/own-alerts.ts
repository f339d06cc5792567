import type { AlertSeverity, Label } from '../alert/alert.ts'
import type { Row, Sql } from './db.ts'

/** An alert that fires, as the door it came through shows it to its own key. Times are RFC 3339 UTC. */
export interface OwnAlert {
  id: string
  fingerprint: string
  service: string
  severity: AlertSeverity
  title: string
  labels: Label
  annotations: Label
  link?: string
  /** The fingerprint of the alert that inhibits it. */
  inhibitedBy?: string
  startedAt: string
  heardAt: string
  expiresAt?: string
}

interface OwnRow extends Row {
  id: string
  fingerprint: string
  service: string
  severity: AlertSeverity
  said: string
  inhibited_by: string | null
  started_at: string
  heard_at: string
  expires_at: string | null
}

/** A heartbeat that was heard this long ago still beats, for whoever reads alerts. */
const beatsFor = "interval '5 minutes'"

/** What fires of one integration, heartbeats among it, the last heard first. */
export async function ownAlerts(sql: Sql, integration: string, now: Date, limit: number): Promise<OwnAlert[]> {
  const { rows } = await sql.query<OwnRow>(
    `select id, fingerprint, service, severity, said, started_at, heard_at, expires_at, case when kept_out = 'inhibited' then
         (select source.fingerprint from alert source where source.id = alert.kept_by::uuid) end as inhibited_by
       from alert where integration = $1 and status = 'firing'
     union all
     select id, fingerprint, service, 'none', said, first_at, last_at, null, null from heartbeat
      where integration = $1 and status = 'firing' and last_at > $2::timestamptz - ${beatsFor}
     order by heard_at desc, id desc limit $3`,
    [integration, now, limit],
  )
  return rows.map(row => ({
    id: row.id,
    fingerprint: row.fingerprint,
    service: row.service,
    severity: row.severity,
    ...(JSON.parse(row.said) as Pick<OwnAlert, 'title' | 'labels' | 'annotations' | 'link'>),
    ...(row.inhibited_by !== null && { inhibitedBy: row.inhibited_by }),
    startedAt: row.started_at,
    heardAt: row.heard_at,
    ...(row.expires_at && { expiresAt: row.expires_at }),
  }))
}
