import pg from 'pg'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'

/** Text output depends on these; pinned, the same row reads the same on both sides. Rows hidden by a policy are an error. */
const pinned = `
  set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set extra_float_digits = 3;
  set bytea_output = 'hex'; set xmloption = 'content'; set lc_monetary = 'C'; set search_path = pg_catalog;
  set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set lock_timeout = '10s'; set row_security = off;
  -- When we hang up, nobody goes on reading for us. Not every version knows it.
  select set_config(name, '2s', false) from pg_settings where name = 'client_connection_check_interval'`

/** A connection with everything pinned that changes how rows read. Its errors never hold the URL. */
export async function openPinned(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ connectionTimeoutMillis: 10_000, keepAlive: true, ...config })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query(pinned)
    return client
  } catch (error) {
    await client.end().catch(() => {})
    throw new BackupTrouble(`The database does not answer: ${withoutSecrets(error, config.connectionString)}`)
  }
}

/** The same server, perhaps another database of it. */
export function configFor(url: string, database: string | undefined): pg.ClientConfig {
  let read: URL
  try {
    read = new URL(url)
  } catch {
    throw new BackupTrouble('The address of this database is not a postgres:// URL.')
  }
  // Its reader takes only back what encodeURI does: of %24 it would make no $.
  read.pathname = `/${encodeURI(database ?? safeDecode(read.pathname.slice(1)))}`
  return { connectionString: read.href }
}

/** One snapshot for all that is read from now on; nothing can be written. */
export async function oneSnapshot(client: pg.Client): Promise<void> {
  await client.query('begin isolation level repeatable read read only')
}

/** What went wrong, in a line, without the password. */
export function withoutSecrets(error: unknown, url: string | undefined): string {
  let said = error instanceof Error ? error.message : String(error)
  if (url === undefined) return said
  for (const secret of secretsOf(url)) said = said.replaceAll(secret, '•••')
  return said
}

function secretsOf(url: string): string[] {
  if (!URL.canParse(url)) return [url]
  const { password, searchParams } = new URL(url)
  const said = [url, password, safeDecode(password), searchParams.get('password') ?? '']
  return said.filter(secret => secret.length > 0)
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
