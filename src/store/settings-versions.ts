import type { Row, Sql } from './db.ts'

/**
 * Each is another with every change: of what places alerts (services, silences, alert rules), of the keys, and of the roster: people,
 * how they are reached, services, schedules with their overrides, policies, the house's accounts.
 */
export interface Versions {
  placing: string
  integrations: string
  roster: string
}

export async function versionsNow(sql: Sql): Promise<Versions> {
  const { rows } = await sql.query<{ key: keyof Versions; value: string } & Row>(
    `select key, value from meta where key in ('placing', 'integrations', 'roster')`,
  )
  const byKey = new Map(rows.map(row => [row.key, row.value]))
  return {
    placing: byKey.get('placing') ?? '',
    integrations: byKey.get('integrations') ?? '',
    roster: byKey.get('roster') ?? '',
  }
}
