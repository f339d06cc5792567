import type { Alert } from '../alert/alert.ts'
import { saidOf } from './alerts.ts'
import type { Row, Sql, Tx } from './db.ts'

interface HeartbeatRow extends Row {
  id: string
  service: string
  status: string
  last_at: string
  count: number
  integration: string
  said: string
}

export interface Heartbeat {
  id: string
  title: string
  service: string
  integration: string
  status: string
  lastAt: string
  count: number
}

/** It was heard; returns the heartbeat's id. */
export async function heard(
  tx: Tx,
  {
    id,
    integration,
    service,
    at,
    alert,
  }: { id: string; integration: string; service: string; at: string; alert: Alert },
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into heartbeat (id, integration, fingerprint, service, status, first_at, last_at, said)
     values ($1, $2, $3, $4, $5, $6, $6, $7)
     on conflict (org, integration, fingerprint) do update set service = excluded.service, status = excluded.status,
       last_at = excluded.last_at, count = heartbeat.count + 1, said = excluded.said
     returning id`,
    [id, integration, alert.fingerprint, service, alert.status, at, saidOf(alert)],
  )
  return rows[0]?.id ?? id
}

export async function listHeartbeats(sql: Sql): Promise<Heartbeat[]> {
  const { rows } = await sql.query<HeartbeatRow>(
    'select id, service, status, last_at, count, integration, said from heartbeat order by last_at desc limit 500',
  )
  return rows.map(({ id, service, status, last_at: lastAt, count, integration, said }) => {
    const { title } = JSON.parse(said) as { title: string }
    return { id, title, service, integration, status, lastAt, count }
  })
}
