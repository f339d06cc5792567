import type { Row, Sql } from './db.ts'

export interface LastBody {
  at: string
  /** JSON text. */
  body: string
}

export async function saveLastBody(sql: Sql, integration: string, { at, body }: LastBody): Promise<void> {
  await sql.query(
    `insert into last_body (integration, at, body)
     select id, $2, $3 from integration where id = $1 and deleted_at is null
     on conflict (integration) do update set at = excluded.at, body = excluded.body where last_body.at <= excluded.at`,
    [integration, at, body],
  )
}

export async function lastBody(sql: Sql, integration: string): Promise<LastBody | undefined> {
  const { rows } = await sql.query<LastBody & Row>('select at, body from last_body where integration = $1', [
    integration,
  ])
  return rows[0]
}

export async function forgetLastBody(sql: Sql, integration: string): Promise<void> {
  await sql.query('delete from last_body where integration = $1', [integration])
}
