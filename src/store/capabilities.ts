import { createHash } from 'node:crypto'
import type { Row, Sql, Tx } from './db.ts'
import type { Secrets } from './secrets.ts'

/** What stands behind the link in one message: one incident, one person, for what it was made. */
export interface Capability {
  kind: 'responder' | 'author' | 'stakeholder'
  incident: string
  /** The call, the change or the address it was made for. */
  subject: string
  person?: string
  name: string
}

interface CapabilityRow extends Row {
  kind: Capability['kind']
  incident: string
  subject: string
  person: string | null
  name: string
  digest: string
}

export const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** The same token for the same thing: what is sent again carries the same link. Only the digest is stored. */
export async function mintCapability(sql: Sql, secrets: Secrets, now: Date, one: Capability): Promise<string> {
  const token = secrets.derive(`capability ${one.kind} ${one.incident} ${one.subject}`)
  await sql.query(
    `insert into capability (digest, incident, kind, subject, person, name, created_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (digest) do nothing`,
    [digestOf(token), one.incident, one.kind, one.subject, one.person ?? null, plain(one.name), now],
  )
  return token
}

const plain = (text: string): string => text.replaceAll('\0', '\u2400').toWellFormed()

/** Nothing for a link that was never made, or whose person is gone. */
export async function capabilityOf(sql: Sql, token: string): Promise<(Capability & { digest: string }) | undefined> {
  const { rows } = await sql.query<CapabilityRow>(
    `select digest, capability.kind, incident, subject, capability.person, capability.name from capability
       left join person on person.id = capability.person
      where digest = $1 and person.disabled_at is null`,
    [digestOf(token)],
  )
  const row = rows[0]
  return row && { ...row, person: row.person ?? undefined }
}

export async function noteTap(tx: Tx, incident: string, subject: string, now: Date): Promise<void> {
  await tx.query('update capability set tapped_at = coalesce(tapped_at, $3) where incident = $1 and subject = $2', [
    incident,
    subject,
    now,
  ])
}

export interface Pressed {
  incident: string
  person: string
  call: string
  command: string
}

/** The link of a call and a token for each of its buttons, in one statement. */
export async function mintCall(
  sql: Sql,
  secrets: Secrets,
  now: Date,
  one: { incident: string; person: string; name: string; call: string },
  commands: readonly string[],
): Promise<{ link: string; buttons: string[] }> {
  const link = secrets.derive(`capability responder ${one.incident} ${one.call}`)
  const buttons = commands.map(command => secrets.derive(`button ${command} ${one.call}`))
  await sql.query(
    `with link as (
       insert into capability (digest, incident, kind, subject, person, name, created_at) values ($1, $2, 'responder', $3, $4, $5, $6)
       on conflict (digest) do nothing)
     insert into button (digest, incident, person, call, command, created_at)
     select digest, $2, $4, $3, command, $6 from unnest($7::text[], $8::text[]) as of (digest, command) on conflict (digest) do nothing`,
    [digestOf(link), one.incident, one.call, one.person, plain(one.name), now, buttons.map(digestOf), commands],
  )
  return { link, buttons }
}

/** What the button stands for, the first time it is pressed; nothing ever after. */
export async function useButton(tx: Tx, token: string, now: Date): Promise<Pressed | undefined> {
  const { rows } = await tx.query<Pressed & Row>(
    `update button set used_at = $2 where digest = $1 and used_at is null returning incident, person, call, command`,
    [digestOf(token), now],
  )
  return rows[0]
}

/** What the button stands for, pressed or not. */
export async function buttonOf(sql: Sql, token: string): Promise<Pressed | undefined> {
  const { rows } = await sql.query<Pressed & Row>(
    'select incident, person, call, command from button where digest = $1',
    [digestOf(token)],
  )
  return rows[0]
}
