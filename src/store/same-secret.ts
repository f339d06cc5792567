import type { Sql } from './db.ts'
import type { Secrets } from './secrets.ts'

/**
 * Whether this server's secret is the one that the database was first used with: nodes on one database need the same, or
 * they could not open what another sealed, and their links would differ. The first to come writes down a mark of it.
 */
export async function hasSameSecret(sql: Sql, secrets: Secrets): Promise<boolean> {
  const mark = secrets.derive('same secret')
  await sql.query(`insert into meta (key, value) values ('same-secret', $1) on conflict do nothing`, [mark])
  const { rows } = await sql.query<{ value: string }>(`select value from meta where key = 'same-secret'`)
  return rows[0]?.value === mark
}
