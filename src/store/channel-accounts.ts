import type { Row, Sql, Tx } from './db.ts'
import type { Secrets } from './secrets.ts'

/** An account of the house that channels go over, whole; sealed where it stays. */
export interface ChannelAccount {
  kind: string
  settings: Record<string, unknown>
  setBy: string
  setAt: string
}

interface AccountRow extends Row {
  kind: string
  settings: string
  set_by: string
  set_at: string
}

const about = (kind: string) => `channel account ${kind}`

export async function saveChannelAccount(
  tx: Tx,
  secrets: Secrets,
  { kind, settings, by, now }: { kind: string; settings: Record<string, unknown>; by: string; now: Date },
): Promise<void> {
  await tx.query(
    `insert into channel_account (kind, settings, set_by, set_at) values ($1, $2, $3, $4)
     on conflict (org, kind) do update set settings = excluded.settings, set_by = excluded.set_by, set_at = excluded.set_at`,
    [kind, secrets.seal(JSON.stringify(settings), about(kind)), by, now],
  )
}

export async function endChannelAccount(tx: Tx, kind: string): Promise<boolean> {
  return (await tx.query('delete from channel_account where kind = $1', [kind])).rowCount === 1
}

export async function readChannelAccounts(sql: Sql, secrets: Secrets): Promise<ChannelAccount[]> {
  const { rows } = await sql.query<AccountRow>(
    `select channel_account.kind, settings, person.name as set_by, set_at from channel_account
       join person on person.id = channel_account.set_by order by channel_account.kind`,
  )
  return rows.map(({ kind, settings, set_by: setBy, set_at: setAt }) => ({
    kind,
    settings: JSON.parse(secrets.open(settings, about(kind))) as Record<string, unknown>,
    setBy,
    setAt: new Date(setAt).toISOString(),
  }))
}

export async function readChannelAccount(
  sql: Sql,
  kind: string,
  secrets: Secrets,
): Promise<Record<string, unknown> | undefined> {
  return (await readChannelAccounts(sql, secrets)).find(one => one.kind === kind)?.settings
}
