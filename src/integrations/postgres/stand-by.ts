import type pg from 'pg'
import type { Databases, LookAtDatabases, OneDatabase, Tried } from '../../steps/change/stand-by-looks.ts'
import { configFor, openPinned, withoutSecrets } from './source.ts'

/** Whether a stand-by's database and the one that is live take writes, and how far one is behind the other. */
export const lookAtDatabases: LookAtDatabases = async ({ stand, live, writeProbe }) => {
  const [there, here] = await Promise.all([opened(stand), live === undefined ? undefined : opened(live)])
  try {
    const head = here && 'client' in here ? await headOf(here.client) : undefined
    const found: Databases = { stand: await read(there, stand, head) }
    if (here && live !== undefined) found.live = await read(here, live)
    if (writeProbe !== undefined && 'client' in there) found.write = await tryWrite(there.client, writeProbe, stand)
    return found
  } finally {
    for (const one of [there, here]) if (one && 'client' in one) await one.client.end().catch(() => {})
  }
}

type Opened = { client: pg.Client } | Extract<OneDatabase, { says: string }>

async function opened(url: string): Promise<Opened> {
  try {
    const client = await openPinned({ ...configFor(url, undefined), connectionTimeoutMillis: 5_000 })
    // A probe names tables as the application does.
    await client.query(`set statement_timeout = '5s'; reset search_path; reset row_security`)
    return { client }
  } catch (error) {
    const says = withoutSecrets(error, url)
    return { state: /ECONNREFUSED|ENOENT/.test(says) ? 'closed' : 'silent', says }
  }
}

/** How far the log of the one that is live has come. A replica has none of its own. */
async function headOf(client: pg.Client): Promise<string | undefined> {
  try {
    const { rows } = await client.query<{ lsn: string | null }>(
      'select case when not pg_is_in_recovery() then pg_current_wal_lsn() end::text as lsn',
    )
    return rows[0]?.lsn ?? undefined
  } catch {
    return undefined
  }
}

async function read(one: Opened, url: string, head?: string): Promise<OneDatabase> {
  if (!('client' in one)) return one
  try {
    const { rows } = await one.client.query<{
      system: string
      startedAt: string
      isWritable: boolean
      lag: number | null
    }>(
      `select (select system_identifier::text from pg_control_system()) as system, pg_postmaster_start_time()::text as "startedAt",
         not pg_is_in_recovery() and current_setting('default_transaction_read_only') = 'off' as "isWritable",
         case when not pg_is_in_recovery() then null
              when $1::pg_lsn is not null and pg_last_wal_replay_lsn() >= $1::pg_lsn then 0
              else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) end::float8 as lag`,
      [head ?? null],
    )
    const row = rows[0]
    if (!row) return { state: 'silent', says: 'It answers nothing.' }
    const { lag, ...rest } = row
    return { state: 'answers', ...rest, ...(lag !== null && { lagSeconds: Math.max(0, lag) }) }
  } catch (error) {
    return { state: 'silent', says: withoutSecrets(error, url) }
  }
}

/** By a prepared statement, which takes one statement only, and in a transaction that never commits. */
async function tryWrite(client: pg.Client, probe: string, url: string): Promise<Tried> {
  try {
    await client.query('begin')
    const { rowCount } = await client.query({ name: 'probe', text: probe })
    return { ok: true, says: `A write was tried and rolled back: ${rowCount ?? 0} rows.` }
  } catch (error) {
    return { ok: false, says: `A write was refused: ${withoutSecrets(error, url)}.` }
  } finally {
    await client.query('rollback').catch(() => {})
  }
}
