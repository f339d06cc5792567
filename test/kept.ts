import { withDatabase } from '../src/store/backup/reach.ts'
import type { Sql } from '../src/store/db.ts'
import { until } from './harness.ts'
import { withClient } from './shop-database.ts'

/** What moves by itself, whoever asks for nothing: canary alerts and how far the log is applied with them, since when somebody listens, checkpoints, the body that came last (kept up to 5 s later), what a look at a mailbox or probe found, the changes of the roster that are gathered, and when a token or a session was last seen. */
const own = {
  accepted: `where source <> 'canary'`,
  obligation: `where kind <> 'canary'`,
  attempt: `where obligation in (select id from obligation where kind <> 'canary')`,
  accept_position: 'where false',
  listening: 'where false',
  last_body: 'where false',
  mailbox: 'where false',
  probe: 'where false',
  checkpoint: 'where false',
  roster_change: 'where false',
} as Record<string, string>
const seen = `'{last_used_at,seen_at}'::text[]`

/** All that the Fireline of this folder keeps: for each table how many rows, and a digest of them. */
export const kept = (dataDir: string): Promise<Record<string, string>> =>
  withDatabase(
    { dataDir },
    () => {},
    config => withClient(config, keptIn),
  )

/** The same of a database. */
export async function keptIn(sql: Sql): Promise<Record<string, string>> {
  const { rows } = await sql.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  )
  const found: Record<string, string> = {}
  for (const { name } of rows) {
    const digests = `select md5((to_jsonb(t) - ${seen})::text) as one from "${name}" t ${own[name] ?? ''}`
    const { rows: said } = await sql.query<{ says: string }>(
      `select count(*) || ' rows, ' || coalesce(md5(string_agg(one, '' order by one)), '') as says from (${digests}) all_rows`,
    )
    found[name] = said[0]?.says ?? ''
  }
  return found
}

/** Waits until nothing that is due is owed any more, and what changed where alerts belong was looked at: what was set off has happened. */
export async function settled(dataDir: string): Promise<void> {
  await withDatabase(
    { dataDir },
    () => {},
    config =>
      withClient(config, async client => {
        const owed = `select 1 from obligation where state = 'owed' and kind <> 'canary' and due_at <= now()`
        const unplaced = `select 1 from meta a join meta b on a.key = 'placing' and b.key = 'placed' and a.value <> b.value`
        await until(
          async () => (await client.query(`${owed} union all ${unplaced}`)).rowCount === 0,
          'nothing to be owed',
        )
      }),
  )
}
