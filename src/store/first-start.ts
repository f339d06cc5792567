import { randomBytes } from 'node:crypto'
import { newId } from '../engine/id.ts'
import type { Row, Tx } from './db.ts'
import { addInvite, addPerson, addToken } from './people.ts'
import { digestOfSecret } from './tokens.ts'

/** What a first start made and is said once. */
export interface FirstStart {
  /** Of the first integration, for the service `default`. */
  integrationKey?: string
  /** Secret of the one-use set-up link; only while nobody is there. */
  setUp?: string
}

/**
 * Makes what is missing: one team, the service `default`, one integration, and a way in: the admin's service account
 * with the token that was given, or a set-up link, valid for an hour, while there is nobody at all.
 */
export async function firstStart(tx: Tx, now: Date, adminToken: string | undefined): Promise<FirstStart> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('fireline first start', 0))")
  await tx.query(`insert into team (slug, name) values ('default', 'Everyone') on conflict do nothing`)
  await tx.query(`insert into service (slug, name) values ('default', 'Anything else') on conflict do nothing`)
  const integrationKey = await firstIntegration(tx, now)
  if (adminToken) await adminAccount(tx, now, adminToken)
  const { rows } = await tx.query<Row>(`select 1 from person limit 1`)
  const setUp = rows.length > 0 ? undefined : await addInvite(tx, { role: 'admin', validMs: 3_600_000 }, now)
  return { integrationKey, setUp }
}

async function firstIntegration(tx: Tx, now: Date): Promise<string | undefined> {
  const { rows } = await tx.query<Row>('select 1 from integration limit 1')
  if (rows.length > 0) return undefined
  const key = randomBytes(16).toString('hex')
  await tx.query(
    `insert into integration (id, service, kind, name, key_digest, created_at) values ($1, 'default', 'webhook', 'first', $2, $3)`,
    [newId(now), digestOfSecret(key), now],
  )
  return key
}

async function adminAccount(tx: Tx, now: Date, token: string): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(`select id from person where kind = 'service' and name = 'admin'`)
  const id = rows[0]?.id ?? (await addPerson(tx, { name: 'admin', role: 'admin', kind: 'service' }, now))?.id
  if (id) await addToken(tx, id, { name: 'FIRELINE_ADMIN_TOKEN', token }, now)
}
