import { newId } from '../engine/id.ts'
import type { Person, Role } from '../roster/person.ts'
import type { Row, Sql, Tx } from './db.ts'
import { digestOfSecret, newSecret } from './tokens.ts'

export interface NewPerson {
  name: string
  email?: string
  role: Role
  kind?: 'person' | 'service'
  password?: string
}

/** Undefined when the mail address is somebody's already. */
export async function addPerson(tx: Tx, person: NewPerson, now: Date): Promise<Person | undefined> {
  const id = newId(now)
  const kind = person.kind ?? 'person'
  const { rowCount } = await tx.query(
    `insert into person (id, kind, name, email, role, password, created_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict do nothing`,
    [id, kind, person.name, person.email ?? null, person.role, person.password ?? null, now],
  )
  return rowCount ? { id, kind, name: person.name, email: person.email, role: person.role } : undefined
}

export async function listPeople(sql: Sql): Promise<Person[]> {
  const { rows } = await sql.query<Person & Row>(
    `select id, kind, name, email, role from person where disabled_at is null order by created_at`,
  )
  return rows.map(row => ({ ...row, email: row.email ?? undefined }))
}

export async function personById(sql: Sql, id: string): Promise<Person | undefined> {
  // What can be no id is not asked for: PostgreSQL would fail on it.
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return undefined
  const { rows } = await sql.query<Person & Row>(
    'select id, kind, name, email, role from person where id = $1 and disabled_at is null',
    [id],
  )
  return rows[0] && { ...rows[0], email: rows[0].email ?? undefined }
}

export interface NewToken {
  name: string
  scopes?: string[]
  expiresAt?: string
  /** Given from outside (FIRELINE_ADMIN_TOKEN); otherwise made. */
  token?: string
}

/** The token is shown once, here; only its digest stays. */
export async function addToken(
  tx: Tx,
  person: string,
  token: NewToken,
  now: Date,
): Promise<{ id: string; token: string }> {
  const id = newId(now)
  const secret = token.token ?? newSecret('fl')
  await tx.query(
    `insert into token (id, person, name, digest, scopes, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (digest) do nothing`,
    [id, person, token.name, digestOfSecret(secret), token.scopes ?? null, now, token.expiresAt ?? null],
  )
  return { id, token: secret }
}

/** A one-use link's secret. */
export async function addInvite(
  tx: Tx,
  invite: { role: Role; team?: string; madeBy?: string; validMs: number },
  now: Date,
): Promise<string> {
  const secret = newSecret('join')
  await tx.query(
    'insert into invite (digest, role, team, made_by, made_at, expires_at) values ($1, $2, $3, $4, $5, $6)',
    [
      digestOfSecret(secret),
      invite.role,
      invite.team ?? 'default',
      invite.madeBy ?? null,
      now,
      new Date(now.getTime() + invite.validMs),
    ],
  )
  return secret
}

/** What an invite is for, while it may be used: the role, and who asks them in. */
export async function inviteOf(sql: Sql, secret: string, now: Date): Promise<{ role: Role; by?: string } | undefined> {
  const { rows } = await sql.query<{ role: Role; by: string | null }>(
    `select invite.role, person.name as by from invite left join person on person.id = invite.made_by
      where invite.digest = $1 and used_at is null and expires_at > $2`,
    [digestOfSecret(secret), now],
  )
  const [row] = rows
  return row && { role: row.role, ...(row.by && { by: row.by }) }
}

/** Uses the invite up; undefined when it is unknown, used or over. */
export async function useInvite(tx: Tx, secret: string, now: Date): Promise<{ role: Role } | undefined> {
  const { rows } = await tx.query<{ role: Role }>(
    'update invite set used_at = $2 where digest = $1 and used_at is null and expires_at > $2 returning role',
    [digestOfSecret(secret), now],
  )
  return rows[0]
}

const sessionMs = 7 * 24 * 3_600_000

export async function addSession(tx: Tx, person: string, now: Date): Promise<{ secret: string; expiresAt: Date }> {
  const secret = newSecret('session')
  const expiresAt = new Date(now.getTime() + sessionMs)
  await tx.query('insert into session (digest, person, created_at, seen_at, expires_at) values ($1, $2, $3, $3, $4)', [
    digestOfSecret(secret),
    person,
    now,
    expiresAt,
  ])
  return { secret, expiresAt }
}

export async function endSession(tx: Tx, secret: string, now: Date): Promise<void> {
  await tx.query('update session set ended_at = $2 where digest = $1', [digestOfSecret(secret), now])
}
