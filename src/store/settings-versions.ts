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
    `select key, value from meta where key in ('placing', 'integrations')
     union all select 'roster', sum(mark)::text from roster_change`,
  )
  const byKey = new Map(rows.map(row => [row.key, row.value]))
  return {
    placing: byKey.get('placing') ?? '',
    integrations: byKey.get('integrations') ?? '',
    roster: byKey.get('roster') ?? '',
  }
}

/** Few rows say as much as many: those of before the last hour become one, another one than ever was there. */
export async function gatherRosterChanges(sql: Sql, now: Date): Promise<void> {
  await sql.query(
    `with old as (delete from roster_change
                   where at < $1::timestamptz - interval '1 hour'
                     and (select count(*) from roster_change where at < $1::timestamptz - interval '1 hour') > 1 returning 1)
     insert into roster_change (at) select $1::timestamptz - interval '2 hours' from old having count(*) > 0`,
    [now],
  )
}
