import type { Row, Sql } from './db.ts'

/** Each grows with every change: of what places alerts (services, silences, alert rules), and of the keys. */
export interface Versions {
  placing: string
  integrations: string
}

export async function versionsNow(sql: Sql): Promise<Versions> {
  const { rows } = await sql.query<{ key: keyof Versions; value: string } & Row>(
    `select key, value from meta where key in ('placing', 'integrations')`,
  )
  const byKey = new Map(rows.map(row => [row.key, row.value]))
  return { placing: byKey.get('placing') ?? '', integrations: byKey.get('integrations') ?? '' }
}
