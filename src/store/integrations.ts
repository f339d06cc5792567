import { createHash, randomBytes } from 'node:crypto'
import type { Row, Sql } from './db.ts'
import { placingChanged } from './placing.ts'
import type { Secrets } from './secrets.ts'

/** A key that a monitoring source sends with: it writes for one service, and is never readable back. */
export interface Integration extends Row {
  id: string
  service: string
  kind: string
  name: string
  created_at: string
  deleted_at: string | null
  /** JSON text with sealed secrets: `sender-settings.ts` opens it. */
  settings: string | null
  /** In shadow another pager gets the same bodies, and nothing is opened here. */
  mode: 'live' | 'shadow'
}

const columns = 'id, service, kind, name, created_at, deleted_at, settings, mode'

/** 32 hex digits, shown once. */
export const newKey = (): string => randomBytes(16).toString('hex')

export const digestOfKey = (key: string): string => createHash('sha256').update(key.toLowerCase()).digest('hex')

/**
 * Of a sender: the key of a form for people outside lies open, and takes no alerts. A key that is malformed, unknown or deleted
 * is looked for with the same work, so that the time of the answer tells nothing.
 */
export async function integrationByKey(sql: Sql, key: string): Promise<Integration | undefined> {
  const { rows } = await sql.query<Integration>(
    `select ${columns} from integration where key_digest = $1 and deleted_at is null and kind <> 'report'`,
    [digestOfKey(key)],
  )
  return rows[0]
}

export async function integrationById(sql: Sql, id: string): Promise<Integration | undefined> {
  const { rows } = await sql.query<Integration>(`select ${columns} from integration where id::text = lower($1)`, [id])
  return rows[0]
}

/** Without Fireline's own, which no key opens. */
export async function listIntegrations(sql: Sql): Promise<Integration[]> {
  const { rows } = await sql.query<Integration>(
    `select ${columns} from integration where deleted_at is null and kind <> 'own' order by created_at, id`,
  )
  return rows
}

interface NewIntegration {
  id: string
  service: string
  kind: string
  name: string
  key: string
  at: Date
  mode?: Integration['mode']
}

export async function saveIntegration(
  sql: Sql,
  { id, service, kind, name, key, at, mode = 'live' }: NewIntegration,
): Promise<void> {
  await sql.query(
    'insert into integration (id, service, kind, name, key_digest, created_at, mode) values ($1, $2, $3, $4, $5, $6, $7)',
    [id, service, kind, name, digestOfKey(key), at, mode],
  )
}

/** Live from now on, or in shadow. What still fires is looked at again. */
export async function setIntegrationMode(sql: Sql, id: string, mode: Integration['mode']): Promise<void> {
  await sql.query('update integration set mode = $2 where id = $1', [id, mode])
  await placingChanged(sql)
}

/** Also those that are deleted: what they sent is still looked back on. */
export async function everyIntegration(sql: Sql): Promise<Integration[]> {
  const { rows } = await sql.query<Integration>(`select ${columns} from integration`)
  return rows
}

/** False when there is none, or it is deleted already. */
export async function deleteIntegration(sql: Sql, id: string, at: Date): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update integration set deleted_at = $2 where id::text = lower($1) and deleted_at is null and kind <> 'own'`,
    [id, at],
  )
  return rowCount === 1
}

const aboutKey = (id: string): string => `key of integration ${id}`

/** Keeps a key so that it can be shown again, until `forgetShownKeys`. */
export async function sealKey(sql: Sql, secrets: Secrets, id: string, key: string): Promise<void> {
  await sql.query('update integration set sealed_key = $2 where id = $1', [id, secrets.seal(key, aboutKey(id))])
}

const showableMs = 7 * 24 * 3_600_000

/** In SQL: an alert came with it, or it is shown for a week. */
const isShownEnough = `(kind <> 'report' and (created_at < $1 or exists (select 1 from alert where alert.integration = integration.id)))`

/** The first key, while nothing has come with it. */
export async function showableKey(
  sql: Sql,
  secrets: Secrets,
  now: Date,
): Promise<{ id: string; name: string; key: string } | undefined> {
  const { rows } = await sql.query<{ id: string; name: string; sealed_key: string }>(
    `select id, name, sealed_key from integration
      where sealed_key is not null and deleted_at is null and kind <> 'report' and not ${isShownEnough} order by created_at limit 1`,
    [new Date(now.getTime() - showableMs)],
  )
  const row = rows[0]
  return row && { id: row.id, name: row.name, key: secrets.open(row.sealed_key, aboutKey(row.id)) }
}

/** A key that did its first work is never readable again. */
export async function forgetShownKeys(sql: Sql, now: Date): Promise<void> {
  await sql.query(
    `update integration set sealed_key = null where sealed_key is not null and (deleted_at is not null or ${isShownEnough})`,
    [new Date(now.getTime() - showableMs)],
  )
}
