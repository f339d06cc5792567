import type { Row, Sql, Tx } from './db.ts'
import { digestOfSecret } from './tokens.ts'

/** A host whose logins ask who has the keyboard there. */
export interface HostGuard extends Row {
  id: string
  host: string
  /** Other names of the same host. */
  also: string[]
  madeBy: string
  madeAt: string
  /** When it asked last, to the minute; none before it did. */
  seenAt?: string
}

const columns = `id, host, also, made_by as "madeBy", made_at as "madeAt", seen_at as "seenAt"`

/** Made again, its keys are new ones and the old ones open nothing. */
export async function putHostGuard(
  tx: Tx,
  { id, host, also, by, at }: { id: string; host: string; also: string[]; by: string; at: Date },
  keys: { key: string; watchKey: string },
): Promise<void> {
  await tx.query(
    `insert into host_guard (id, host, also, key_digest, watch_digest, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (org, host) do update set also = excluded.also, key_digest = excluded.key_digest,
       watch_digest = excluded.watch_digest, made_by = excluded.made_by, made_at = excluded.made_at, seen_at = null`,
    [id, host, also, digestOfSecret(keys.key), digestOfSecret(keys.watchKey), by, at],
  )
}

export async function listHostGuards(sql: Sql): Promise<HostGuard[]> {
  return (await sql.query<HostGuard>(`select ${columns} from host_guard order by host`)).rows
}

/** False when there was none. */
export async function dropHostGuard(tx: Tx, host: string): Promise<boolean> {
  return (await tx.query('delete from host_guard where host = $1', [host])).rowCount === 1
}

export async function guardByKey(sql: Sql, key: string): Promise<HostGuard | undefined> {
  return guardBy(sql, 'key_digest', key)
}

/** Whose key may also watch. */
export async function guardByWatchKey(sql: Sql, key: string): Promise<HostGuard | undefined> {
  return guardBy(sql, 'watch_digest', key)
}

async function guardBy(sql: Sql, column: string, key: string): Promise<HostGuard | undefined> {
  const { rows } = await sql.query<HostGuard>(`select ${columns} from host_guard where ${column} = $1`, [
    digestOfSecret(key),
  ])
  return rows[0]
}

/** That it asked; one write a minute and guard. */
export async function guardWasSeen(sql: Sql, { id, seenAt }: HostGuard, now: Date): Promise<void> {
  if (seenAt && now.getTime() - new Date(seenAt).getTime() < 60_000) return
  await sql.query('update host_guard set seen_at = $2 where id = $1', [id, now])
}
