import type { HeldResolve } from '../steps/intake/receive.ts'
import type { Tx } from './db.ts'

/** A resolve that came before its trigger; `id` will be the alert's. */
export interface Held extends HeldResolve {
  id: string
  fingerprint: string
}

export async function heldResolves(tx: Tx, integration: string, fingerprints: string[]): Promise<Map<string, Held>> {
  const { rows } = await tx.query<{ id: string; fingerprint: string; ended_at: string; heard_at: string }>(
    `select id, fingerprint, ended_at, heard_at from held_resolve where org = 'main' and integration = $1 and fingerprint = any($2)`,
    [integration, fingerprints],
  )
  return new Map(
    rows.map(row => [
      row.fingerprint,
      { id: row.id, fingerprint: row.fingerprint, endedAt: row.ended_at, heardAt: row.heard_at },
    ]),
  )
}

/** The later end counts; those held for longer than a minute are forgotten on the way. */
export async function hold(tx: Tx, integration: string, held: Held): Promise<void> {
  await tx.query(`delete from held_resolve where heard_at < $1::timestamptz - interval '10 minutes'`, [held.heardAt])
  await tx.query(
    `insert into held_resolve (integration, fingerprint, id, ended_at, heard_at) values ($1, $2, $3, $4, $5)
     on conflict (org, integration, fingerprint) do update
       set ended_at = greatest(held_resolve.ended_at, excluded.ended_at), heard_at = excluded.heard_at`,
    [integration, held.fingerprint, held.id, held.endedAt, held.heardAt],
  )
}

export async function letGo(tx: Tx, integration: string, fingerprint: string): Promise<void> {
  await tx.query("delete from held_resolve where org = 'main' and integration = $1 and fingerprint = $2", [
    integration,
    fingerprint,
  ])
}
