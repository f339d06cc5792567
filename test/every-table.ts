import type { Sql } from '../src/store/db.ts'

/** All that stands in any row of any table, as one text. */
export async function everyTable(db: Sql): Promise<string> {
  const tables = await db.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public'`)
  const rows = await Promise.all(
    tables.rows.map(async ({ name }) => (await db.query<Record<string, unknown>>(`select * from "${name}"`)).rows),
  )
  return rows
    .flat()
    .flatMap(row => Object.values(row))
    .map(value =>
      Buffer.isBuffer(value) ? value.toString('latin1') : typeof value === 'string' ? value : JSON.stringify(value),
    )
    .join('\n')
}
