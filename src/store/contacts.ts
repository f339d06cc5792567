import type { Known } from '../incident/known.ts'
import { channelOf, nameFor, ownName } from '../roster/contact-name.ts'
import { inOwnOrder } from '../roster/personal-rules.ts'
import type { Gone } from '../steps/notify/gone.ts'
import type { Row, Sql, Tx } from './db.ts'
import { madeOnce } from './made-once.ts'
import { loadPlans } from './personal-rules.ts'
import type { Secrets } from './secrets.ts'

/** One way to reach a person; `settings` as the channel's schema has them. */
export interface Contact {
  /** `sms`, or `sms:work-phone` where the person has several of the channel. */
  id: string
  channel: string
  /** What its person calls it. */
  label?: string
  settings: Record<string, unknown>
  /** Set when its receiver said that it is there no more. */
  gone?: Gone
  /** When a test page over it was last tapped, since it was set. */
  confirmedAt?: string
}

interface ContactRow extends Row {
  person: string
  id: string
  label: string | null
  settings: string
  gone_at: string | null
  gone_answer: string | null
  confirmed_at: string | null
}

/** A contact's name, from its channel and the name beyond it. */
const contactId = `case contact_method.name when '' then channel else channel || ':' || contact_method.name end`

const about = (person: string, contact: string, field: string) => `contact ${person} ${contact} ${field}`

/** Replaces all contacts of a person, best first. Fields named by `secretsOf` are sealed. */
export async function saveContacts(
  tx: Tx,
  person: string,
  contacts: Contact[],
  secrets: Secrets,
  secretsOf: (channel: string) => readonly string[],
): Promise<void> {
  // Who saves the same person's at this moment waits: both would be right, and the later one holds.
  await tx.query('select 1 from person where id = $1 for no key update', [person])
  await tx.query('delete from contact_method where person = $1', [person])
  for (const [position, { id, channel, label, settings, gone, confirmedAt }] of contacts.entries()) {
    const sealed = Object.entries(settings).map(([field, value]) =>
      secretsOf(channel).includes(field)
        ? [field, { sealed: secrets.seal(JSON.stringify(value), about(person, id, field)) }]
        : [field, value],
    )
    await tx.query(
      `insert into contact_method (person, channel, name, label, position, settings, gone_at, gone_answer, confirmed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        person,
        channel,
        ownName(id),
        label ?? null,
        position,
        JSON.stringify(Object.fromEntries(sealed)),
        gone?.at ?? null,
        gone?.answer ?? null,
        confirmedAt ?? null,
      ],
    )
  }
}

export async function readContacts(sql: Sql, person: string, secrets: Secrets): Promise<Contact[]> {
  const { rows } = await sql.query<ContactRow>(
    `select person, ${contactId} as id, label, settings, gone_at, gone_answer, confirmed_at
       from contact_method where person = $1 order by position`,
    [person],
  )
  return rows.map(row => ({
    id: row.id,
    channel: channelOf(row.id),
    ...(row.label && { label: row.label }),
    settings: opened(row, secrets),
    ...(row.gone_at && { gone: { at: new Date(row.gone_at).toISOString(), answer: row.gone_answer ?? '' } }),
    ...(row.confirmed_at && { confirmedAt: new Date(row.confirmed_at).toISOString() }),
  }))
}

/** Its receiver said that this address is there no more. */
export async function noteGone(sql: Sql, person: string, contact: string, { at, answer }: Gone): Promise<void> {
  await sql.query(
    'update contact_method set gone_at = $4, gone_answer = $5 where person = $1 and channel = $2 and name = $3 and gone_at is null',
    [person, channelOf(contact), ownName(contact), at, answer],
  )
}

/** A page over it was tapped: it reaches its person. */
export async function noteConfirmed(sql: Sql, person: string, contact: string, now: Date): Promise<void> {
  await sql.query('update contact_method set confirmed_at = $4 where person = $1 and channel = $2 and name = $3', [
    person,
    channelOf(contact),
    ownName(contact),
    now,
  ])
}

/** Puts this contact before the others of its person: one more with a label, else in place of the first of its channel. */
export async function putContactFirst(
  tx: Tx,
  person: string,
  { channel, label, settings }: Pick<Contact, 'channel' | 'label' | 'settings'>,
  secrets: Secrets,
  secretsOf: (channel: string) => readonly string[],
): Promise<string> {
  const before = await readContacts(tx, person, secrets)
  const sameChannel = before.filter(one => one.channel === channel)
  const inPlaceOf = label ? undefined : (sameChannel.find(one => one.id === channel) ?? sameChannel[0])
  const ids = before.map(one => one.id)
  const id = inPlaceOf?.id ?? nameFor(channel, label, ids)
  const contact = { id, channel, label: label || inPlaceOf?.label, settings }
  await saveContacts(tx, person, [contact, ...before.filter(one => one.id !== id)], secrets, secretsOf)
  return id
}

/** Everyone's contacts of one channel: what has to be listened to. */
export async function contactsOver(
  sql: Sql,
  channel: string,
  secrets: Secrets,
): Promise<(Pick<Contact, 'id' | 'settings'> & { person: string })[]> {
  const { rows } = await sql.query<Pick<ContactRow, 'person' | 'id' | 'settings'> & Row>(
    `select person, ${contactId} as id, settings from contact_method where channel = $1 and gone_at is null order by person, position`,
    [channel],
  )
  return rows.map(row => ({ person: row.person, id: row.id, settings: opened(row, secrets) }))
}

/** What people's contacts keep sealed: tokens, and addresses that are one. */
export async function contactSecrets(sql: Sql, secrets: Secrets): Promise<string[]> {
  const { rows } = await sql.query<Pick<ContactRow, 'person' | 'id' | 'settings'> & Row>(
    `select person, ${contactId} as id, settings from contact_method where settings like '%"sealed"%'`,
  )
  return rows.flatMap(row => {
    const kept = JSON.parse(row.settings) as Record<string, unknown>
    return Object.entries(opened(row, secrets)).flatMap(([field, value]) =>
      typeof value === 'string' && value !== kept[field] ? [value] : [],
    )
  })
}

function opened(
  { person, id, settings }: Pick<ContactRow, 'person' | 'id' | 'settings'>,
  secrets: Secrets,
): Record<string, unknown> {
  const entries = Object.entries(JSON.parse(settings) as Record<string, unknown>).map(([field, value]) => {
    const { sealed } = (value ?? {}) as { sealed?: string }
    return [field, sealed ? (JSON.parse(secrets.open(sealed, about(person, id, field))) as unknown) : value]
  })
  return Object.fromEntries(entries) as Record<string, unknown>
}

/** The contacts by which one person can be reached, best first, mail for who has an address included. */
export const channelsOf = async (sql: Sql, person: string, canMail: boolean): Promise<string[]> =>
  (await loadReachable(canMail)(sql)).get(person) ?? []

/** As a decision knows them, but for those whose receiver said that they are there no more. */
export function loadReachable(canMail: boolean): (sql: Sql) => Promise<Known['channels']> {
  return async sql => {
    const { rows } = await sql.query<{ person: string; id: string }>(
      `select person, ${contactId} as id from contact_method where gone_at is not null`,
    )
    const isGone = (person: string, contact: string) => rows.some(row => row.person === person && row.id === contact)
    const all = await loadChannels(canMail)(sql)
    return new Map([...all].map(([person, list]) => [person, list.filter(one => !isGone(person, one))]))
  }
}

/** Each person's contacts, best first; mail comes last for everyone with an address, once mail can be sent. */
export function loadChannels(canMail: boolean): (sql: Sql, person?: string) => Promise<Known['channels']> {
  return async (sql, person) => {
    const { rows } = await sql.query<{ id: string; email: string | null; channels: string[] }>(
      `select person.id, person.email, array_remove(array_agg(${contactId} order by position), null) as channels
         from person left join contact_method on contact_method.person = person.id
        where person.disabled_at is null and person.kind = 'person' and ($1::uuid is null or person.id = $1) group by person.id`,
      [person ?? null],
    )
    const withMail = (email: string | null, channels: string[]) =>
      canMail && email && !channels.some(one => channelOf(one) === 'mail')
        ? [...channels, 'mail']
        : channels.filter(one => canMail || channelOf(one) !== 'mail')
    const rules = await loadPlans(sql)
    return madeOnce(
      rows,
      [rules, canMail],
      () => new Map(rows.map(({ id, email, channels }) => [id, inOwnOrder(rules.get(id), withMail(email, channels))])),
    )
  }
}
