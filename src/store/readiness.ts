import type { Row, Sql } from './db.ts'

/** When any alert was last heard. */
export async function lastAlertAt(sql: Sql): Promise<string | undefined> {
  const { rows } = await sql.query<{ at: string | null }>(
    `select greatest((select max(heard_at) from alert where org = 'main' and status = 'firing'),
                     (select max(heard_at) from alert where org = 'main' and status = 'resolved')) as at`,
  )
  return rows[0]?.at ?? undefined
}

export interface Sender {
  id: string
  name: string
  kind: string
  service: string
  /** When it last sent something, as far as receipts are kept. */
  lastAt?: string
}

interface SenderRow extends Row {
  id: string
  name: string
  kind: string
  service: string
  last_at: string | null
}

/** What may send alerts, and when it last did. */
export async function senders(sql: Sql, service?: string): Promise<Sender[]> {
  const { rows } = await sql.query<SenderRow>(
    `select id, name, kind, service, coalesce(
         (select at from accepted where accepted.integration = integration.id order by pos desc limit 1),
         (select max(heard_at) from alert where alert.org = 'main' and alert.integration = integration.id)) as last_at
       from integration where deleted_at is null and ($1::text is null or service = $1) order by created_at limit 200`,
    [service ?? null],
  )
  return rows.map(({ last_at, ...sender }) => ({ ...sender, ...(last_at && { lastAt: last_at }) }))
}
