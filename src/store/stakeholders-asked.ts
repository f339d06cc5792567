import { newId } from '../engine/id.ts'
import type { Severity } from '../incident/severity.ts'
import { digestOf } from './capabilities.ts'
import type { Row, Sql, Tx } from './db.ts'
import type { Secrets } from './secrets.ts'

/** What somebody asked on a status page, before they said so a second time. No services: all of the page. */
export interface Wish {
  page: string
  email: string
  services: string[]
  severity: Severity
}

const hourMs = 3_600_000
const validMs = 7 * 24 * hourMs

export const confirmToken = (secrets: Pick<Secrets, 'derive'>, asked: string): string =>
  secrets.derive(`stakeholder asked ${asked}`)

/** Keeps the wish and owes the mail that asks again; at most one such mail an address and hour, whoever asks how often. */
export async function askToConfirm(tx: Tx, secrets: Secrets, wish: Wish, now: Date): Promise<void> {
  const email = wish.email.toLowerCase()
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`stakeholder asks ${email}`])
  const lately = await tx.query('select 1 from stakeholder_asked where email = $1 and asked_at > $2', [
    email,
    new Date(now.getTime() - hourMs),
  ])
  if ((lately.rowCount ?? 0) > 0) return
  const id = newId(now)
  await tx.query(
    `insert into stakeholder_asked (id, page, email, services, severity, asked_at, digest) values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, wish.page, email, wish.services, wish.severity, now, digestOf(confirmToken(secrets, id))],
  )
  await tx.query(`insert into obligation (id, kind, key, body, due_at) values ($1, 'confirm-letter', $2, $3, $4)`, [
    newId(now),
    `confirm:${id}`,
    JSON.stringify({ asked: id }),
    now,
  ])
}

/** What stands behind the link of that mail, with the page's title; nothing once it is too old. */
export async function askedOf(sql: Sql, token: string): Promise<(Wish & { title: string }) | undefined> {
  const { rows } = await sql.query<Wish & { title: string } & Row>(
    `select page, email, services, severity, title from stakeholder_asked join status_page on slug = page where digest = $1`,
    [digestOf(token)],
  )
  return rows[0]
}

/** They want it. Pressed twice it is the same; what they ended before begins again. */
export async function confirm(tx: Tx, wish: Wish, now: Date): Promise<void> {
  await tx.query(
    `insert into stakeholder (page, email, services, severity, confirmed_at) values ($1, $2, $3, $4, $5)
     on conflict (org, page, email) do update set services = excluded.services, severity = excluded.severity,
       confirmed_at = excluded.confirmed_at`,
    [wish.page, wish.email, wish.services, wish.severity, now],
  )
}

/** What nobody confirmed is forgotten after a week. */
export async function forgetAsked(sql: Sql, now: Date): Promise<void> {
  await sql.query('delete from stakeholder_asked where asked_at < $1', [new Date(now.getTime() - validMs)])
}
