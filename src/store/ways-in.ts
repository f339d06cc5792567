import { createHash } from 'node:crypto'
import type { Role } from '../roster/person.ts'
import type { Row, Sql, Tx } from './db.ts'

/** What a person holds to come in by; the secrets themselves are kept nowhere. */
export interface HeldToken {
  id: string
  name: string
  scopes: string[] | null
  createdAt: string
  expiresAt: string | null
  lastUsedAt: string | null
}

export async function tokensOf(sql: Sql, person: string): Promise<HeldToken[]> {
  const { rows } = await sql.query<HeldToken & Row>(
    `select id, name, scopes, created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt"
       from token where person = $1 and revoked_at is null order by created_at desc, id desc limit 200`,
    [person],
  )
  return rows
}

/** False when there is none such, or it has ended already. */
export async function endToken(tx: Tx, person: string, token: string, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update token set revoked_at = $3 where id::text = lower($2) and person = $1 and revoked_at is null',
    [person, token, now],
  )
  return rowCount === 1
}

export interface HeldSession {
  /** Names the session, and opens nothing. */
  id: string
  createdAt: string
  seenAt: string
  isThisOne: boolean
}

/** A session is known by a digest of its secret; it is named by a digest of that. */
const nameOf = (digest: string): string => createHash('sha256').update(`session ${digest}`).digest('hex').slice(0, 24)

const living = `ended_at is null and expires_at > $2 and seen_at > $2::timestamptz - interval '12 hours'`

export async function sessionsOf(sql: Sql, person: string, now: Date, mine?: string): Promise<HeldSession[]> {
  const { rows } = await sql.query<{ digest: string; createdAt: string; seenAt: string }>(
    `select digest, created_at as "createdAt", seen_at as "seenAt" from session
      where person = $1 and ${living} order by seen_at desc limit 200`,
    [person, now],
  )
  return rows.map(({ digest, ...times }) => ({ id: nameOf(digest), ...times, isThisOne: digest === mine }))
}

export async function endSessionNamed(tx: Tx, person: string, session: string, now: Date): Promise<boolean> {
  const { rows } = await tx.query<{ digest: string }>(`select digest from session where person = $1 and ${living}`, [
    person,
    now,
  ])
  const digest = rows.find(row => nameOf(row.digest) === session)?.digest
  if (digest) await tx.query('update session set ended_at = $2 where digest = $1', [digest, now])
  return digest !== undefined
}

/** How many admins there are besides this person. */
export async function otherAdmins(tx: Tx, person: string): Promise<number> {
  // Two who demote each other at once wait for one another.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('admins', 3))`)
  const { rows } = await tx.query<{ n: number }>(
    `select count(*) as n from person where role = 'admin' and kind = 'person' and disabled_at is null and id <> $1`,
    [person],
  )
  return rows[0]?.n ?? 0
}

export async function setRole(tx: Tx, person: string, role: Role): Promise<void> {
  await tx.query('update person set role = $2 where id = $1', [person, role])
}

/** Everything that a person could come in by ends now; what they did stays. Their mail address is free again. */
export async function endPerson(tx: Tx, person: string, now: Date): Promise<void> {
  await tx.query('update person set disabled_at = $2, email = null where id = $1', [person, now])
  await tx.query('update token set revoked_at = $2 where person = $1 and revoked_at is null', [person, now])
  await tx.query('update session set ended_at = $2 where person = $1 and ended_at is null', [person, now])
  await tx.query('delete from contact_method where person = $1', [person])
}

/** The schedules and policies that name this person. */
export async function namedIn(tx: Tx, person: string): Promise<string[]> {
  const { rows } = await tx.query<{ place: string }>(
    `select 'the schedule "' || slug || '"' as place from schedule where strpos(spec::text, $1) > 0
      union all select 'the policy "' || slug || '"' from policy where strpos(spec::text, $1) > 0`,
    [person],
  )
  return rows.map(({ place }) => place)
}
