import { newId } from '../engine/id.ts'
import type { Row, Tx } from './db.ts'
import { newKey, saveIntegration, sealKey } from './integrations.ts'
import { addInvite, addPerson, addToken } from './people.ts'
import type { Secrets } from './secrets.ts'

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
export async function firstStart(
  tx: Tx,
  now: Date,
  secrets: Secrets,
  adminToken: string | undefined,
): Promise<FirstStart> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('fireline first start', 0))")
  await tx.query(`insert into team (slug, name) values ('default', 'Everyone') on conflict do nothing`)
  await tx.query(`insert into service (slug, name) values ('default', 'Anything else') on conflict do nothing`)
  const integrationKey = await firstIntegration(tx, now, secrets)
  if (adminToken) await adminAccount(tx, now, adminToken)
  const { rows } = await tx.query<Row>(`select 1 from person limit 1`)
  const setUp = rows.length > 0 ? undefined : await addInvite(tx, { role: 'admin', validMs: 3_600_000 }, now)
  return { integrationKey, setUp }
}

/** Its key is kept sealed, so that the first page can show it until an alert came with it. */
async function firstIntegration(tx: Tx, now: Date, secrets: Secrets): Promise<string | undefined> {
  const { rows } = await tx.query<Row>('select 1 from integration limit 1')
  if (rows.length > 0) return undefined
  const key = newKey()
  const id = newId(now)
  await saveIntegration(tx, { id, service: 'default', kind: 'webhook', name: 'first', key, at: now })
  await sealKey(tx, secrets, id, key)
  return key
}

async function adminAccount(tx: Tx, now: Date, token: string): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(`select id from person where kind = 'service' and name = 'admin'`)
  const id = rows[0]?.id ?? (await addPerson(tx, { name: 'admin', role: 'admin', kind: 'service' }, now))?.id
  if (id) await addToken(tx, id, { name: 'FIRELINE_ADMIN_TOKEN', token }, now)
}
