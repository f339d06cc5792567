import { createHash, randomBytes } from 'node:crypto'
import type { Principal } from '../access/may.ts'
import type { Role } from '../roster/person.ts'
import type { Row, Sql } from './db.ts'

/** 256 random bits with a prefix that secret scanners can know. */
export const newSecret = (prefix: string): string => `${prefix}_${randomBytes(32).toString('base64url')}`

/** At rest there is only this. Secrets have 256 bits, so a plain sha256 cannot be guessed back. */
export const digestOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')

type Holder = Extract<Principal, { kind: 'person' | 'service' }>

interface HolderRow extends Row {
  key: string
  seen_at: string | null
  scopes: string[] | null
  id: string
  kind: 'person' | 'service'
  name: string
  role: Role
}

const holder = 'person.id, person.kind, person.name, person.role'

/** Who holds this API token, while it lives. */
export async function tokenHolder(sql: Sql, token: string, now: Date): Promise<Holder | undefined> {
  const { rows } = await sql.query<HolderRow>(
    `select token.id as key, token.last_used_at as seen_at, token.scopes, ${holder}
       from token join person on person.id = token.person
      where token.digest = $1 and token.revoked_at is null and person.disabled_at is null
        and (token.expires_at is null or token.expires_at > $2)`,
    [digestOfSecret(token), now],
  )
  return noticed(rows[0], now, key => sql.query('update token set last_used_at = $2 where id = $1', [key, now]))
}

/** Who holds this session: 7 days from its start, 12 h without use. A disabled person's has ended at once. */
export async function sessionHolder(sql: Sql, secret: string, now: Date): Promise<Holder | undefined> {
  const { rows } = await sql.query<HolderRow>(
    `select session.digest as key, session.seen_at, null::text[] as scopes, ${holder}
       from session join person on person.id = session.person
      where session.digest = $1 and session.ended_at is null and person.disabled_at is null
        and session.expires_at > $2 and session.seen_at > $2::timestamptz - interval '12 hours'`,
    [digestOfSecret(secret), now],
  )
  return noticed(rows[0], now, key => sql.query('update session set seen_at = $2 where digest = $1', [key, now]))
}

/** "Last used" is kept to the minute, so that reads seldom write. */
async function noticed(
  row: HolderRow | undefined,
  now: Date,
  note: (key: string) => Promise<unknown>,
): Promise<Holder | undefined> {
  if (!row) return undefined
  if (!row.seen_at || now.getTime() - Date.parse(row.seen_at) > 60_000) await note(row.key)
  return { kind: row.kind, id: row.id, name: row.name, role: row.role, scopes: row.scopes ?? undefined }
}
