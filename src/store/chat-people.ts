import { randomInt } from 'node:crypto'
import type { Person } from '../roster/person.ts'
import { digestOf } from './capabilities.ts'
import type { Row, Sql, Tx } from './db.ts'

export const chatCodeMs = 10 * 60_000

/** Without letters that look alike; 12 of them hold 59 bits. */
const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

/** A code that its person types in the chat: whoever comes with it is them. One at a time. */
export async function addChatCode(tx: Tx, person: string, now: Date): Promise<string> {
  const code = Array.from({ length: 12 }, () => letters[randomInt(letters.length)]).join('')
  await tx.query('delete from chat_code where person = $1 or expires_at < $2', [person, now])
  await tx.query('insert into chat_code (digest, person, expires_at) values ($1, $2, $3)', [
    digestOf(code),
    person,
    new Date(now.getTime() + chatCodeMs),
  ])
  return code
}

/** Uses the code up; whose it was, if it was good. */
export async function useChatCode(tx: Tx, code: string, now: Date): Promise<string | undefined> {
  const { rows } = await tx.query<{ person: string }>(
    'update chat_code set used_at = $2 where digest = $1 and used_at is null and expires_at > $2 returning person',
    [digestOf(code.toUpperCase()), now],
  )
  return rows[0]?.person
}

/** From here on this user is that person, and nobody they were before. */
export async function linkChatUser(tx: Tx, kind: string, user: string, person: string, now: Date): Promise<void> {
  await tx.query(
    `insert into chat_person (kind, chat_user, person, linked_at) values ($1, $2, $3, $4)
     on conflict (org, kind, chat_user) do update set person = excluded.person, linked_at = excluded.linked_at`,
    [kind, user, person, now],
  )
}

/** Who of ours this user is; nobody once their account here is closed. */
export async function personInChat(sql: Sql, kind: string, user: string): Promise<Person | undefined> {
  const { rows } = await sql.query<Person & Row>(
    `select person.id, person.kind, name, email, role from chat_person join person on person.id = chat_person.person
      where chat_person.kind = $1 and chat_user = $2 and disabled_at is null and person.kind = 'person'`,
    [kind, user],
  )
  return rows[0] && { ...rows[0], email: rows[0].email ?? undefined }
}

/** Users of these people in this chat. */
export async function chatUsersOf(sql: Sql, kind: string, people: readonly string[]): Promise<string[]> {
  const { rows } = await sql.query<{ chat_user: string }>(
    'select chat_user from chat_person where kind = $1 and person = any($2) order by linked_at',
    [kind, people],
  )
  return rows.map(row => row.chat_user)
}

export interface ChatLink {
  kind: string
  user: string
  linkedAt: string
}

export async function linksOf(sql: Sql, person: string): Promise<ChatLink[]> {
  const { rows } = await sql.query<{ kind: string; chat_user: string; linked_at: string }>(
    'select kind, chat_user, linked_at from chat_person where person = $1 order by linked_at',
    [person],
  )
  return rows.map(row => ({ kind: row.kind, user: row.chat_user, linkedAt: row.linked_at }))
}

export async function unlinkChat(tx: Tx, kind: string, person: string): Promise<boolean> {
  const { rowCount } = await tx.query('delete from chat_person where kind = $1 and person = $2', [kind, person])
  return (rowCount ?? 0) > 0
}

const heardMs = 24 * 3_600_000

/** True the first time; a chat tells again what it thinks was not heard. */
export async function isHeardFirst(tx: Tx, kind: string, id: string, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    'insert into chat_heard (kind, id, at) values ($1, $2, $3) on conflict do nothing',
    [kind, id.slice(0, 200), now],
  )
  return rowCount === 1
}

export async function forgetHeard(sql: Sql, now: Date): Promise<void> {
  await sql.query('delete from chat_heard where at < $1', [new Date(now.getTime() - heardMs)])
}
