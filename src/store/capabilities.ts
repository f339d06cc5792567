import { createHash } from 'node:crypto'
import type { Row, Sql, Tx } from './db.ts'
import type { Secrets } from './secrets.ts'
import { storable } from './storable.ts'

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
    [digestOf(token), one.incident, one.kind, one.subject, one.person ?? null, storable(one.name), now],
  )
  return token
}

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

export interface Minted {
  link: string
  buttons: string[]
}

/** Of each of these calls the link and a token for each of its buttons, in one statement; by call. */
export async function mintCalls(
  sql: Sql,
  secrets: Secrets,
  now: Date,
  calls: readonly { incident: string; person: string; name: string; call: string }[],
  commands: readonly string[],
): Promise<Map<string, Minted>> {
  if (calls.length === 0) return new Map()
  const minted = calls.map(one => ({
    ...one,
    link: secrets.derive(`capability responder ${one.incident} ${one.call}`),
    buttons: commands.map(command => secrets.derive(`button ${command} ${one.call}`)),
  }))
  const links = minted.map(one => [digestOf(one.link), one.incident, one.call, one.person, storable(one.name)])
  const buttons = minted.flatMap(one =>
    one.buttons.map((button, i) => [digestOf(button), one.incident, one.person, one.call, commands[i]]),
  )
  await sql.query(
    `with link as (
       insert into capability (digest, incident, kind, subject, person, name, created_at)
       select digest, incident, 'responder', call, person, name, $1
         from unnest($2::text[], $3::uuid[], $4::text[], $5::uuid[], $6::text[]) as of (digest, incident, call, person, name)
       on conflict (digest) do nothing)
     insert into button (digest, incident, person, call, command, created_at)
     select digest, incident, person, call, command, $1
       from unnest($7::text[], $8::uuid[], $9::uuid[], $10::text[], $11::text[]) as of (digest, incident, person, call, command)
     on conflict (digest) do nothing`,
    [now, ...columnsOf(links), ...columnsOf(buttons)],
  )
  return new Map(minted.map(({ call, link, buttons }) => [call, { link, buttons }]))
}

const columnsOf = (rows: readonly unknown[][]): unknown[][] => (rows[0] ?? []).map((_, i) => rows.map(row => row[i]))

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
