import type pg from 'pg'

/** What a PostgreSQL must promise before an alert may be answered with 2xx. */
export type Durability = { isDurable: boolean; faults: string[] }

/**
 * A commit that was answered outlives a power cut only with these three settings on. Asked once at every start, of the
 * embedded server and of DATABASE_URL alike; with a fault Fireline starts degraded and refuses intake.
 */
export async function checkDurability(client: Pick<pg.ClientBase, 'query'>): Promise<Durability> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') order by name`,
  )
  const faults = rows.filter(row => row.setting === 'off').map(row => `${row.name} is off`)
  return { isDurable: faults.length === 0, faults }
}
