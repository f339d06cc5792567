import type { Known } from '../incident/known.ts'
import { inOwnOrder } from '../roster/personal-rules.ts'
import type { Gone } from '../steps/notify/gone.ts'
import type { Row, Sql, Tx } from './db.ts'
import { madeOnce } from './made-once.ts'
import { loadPlans } from './personal-rules.ts'
import type { Secrets } from './secrets.ts'

/** One way to reach a person; `settings` as the channel's schema has them. */
export interface Contact {
  channel: string
  settings: Record<string, unknown>
  /** Set when its receiver said that it is there no more. */
  gone?: Gone
}

interface ContactRow extends Row {
  person: string
  channel: string
  settings: string
  gone_at: string | null
  gone_answer: string | null
}

const about = (person: string, channel: string, field: string) => `contact ${person} ${channel} ${field}`

/** Replaces all contacts of a person, best first. Fields named by `secretsOf` are sealed. */
export async function saveContacts(
  tx: Tx,
  person: string,
  contacts: Contact[],
  secrets: Secrets,
  secretsOf: (channel: string) => readonly string[],
): Promise<void> {
  await tx.query('delete from contact_method where person = $1', [person])
  for (const [position, { channel, settings, gone }] of contacts.entries()) {
    const sealed = Object.entries(settings).map(([field, value]) =>
      secretsOf(channel).includes(field)
        ? [field, { sealed: secrets.seal(JSON.stringify(value), about(person, channel, field)) }]
        : [field, value],
    )
    await tx.query(
      `insert into contact_method (person, channel, position, settings, gone_at, gone_answer)
       values ($1, $2, $3, $4, $5, $6)`,
      [person, channel, position, JSON.stringify(Object.fromEntries(sealed)), gone?.at ?? null, gone?.answer ?? null],
    )
  }
}

export async function readContacts(sql: Sql, person: string, secrets: Secrets): Promise<Contact[]> {
  const { rows } = await sql.query<ContactRow>(
    'select person, channel, settings, gone_at, gone_answer from contact_method where person = $1 order by position',
    [person],
  )
  return rows.map(row => ({
    channel: row.channel,
    settings: opened(row, secrets),
    ...(row.gone_at && { gone: { at: new Date(row.gone_at).toISOString(), answer: row.gone_answer ?? '' } }),
  }))
}

/** Its receiver said that this address is there no more. */
export async function noteGone(sql: Sql, person: string, channel: string, { at, answer }: Gone): Promise<void> {
  await sql.query(
    'update contact_method set gone_at = $3, gone_answer = $4 where person = $1 and channel = $2 and gone_at is null',
    [person, channel, at, answer],
  )
}

/** Puts this channel before the others of its person. */
export async function putContactFirst(
  tx: Tx,
  person: string,
  contact: Contact,
  secrets: Secrets,
  secretsOf: (channel: string) => readonly string[],
): Promise<void> {
  const others = (await readContacts(tx, person, secrets)).filter(one => one.channel !== contact.channel)
  await saveContacts(tx, person, [contact, ...others], secrets, secretsOf)
}

/** Everyone's contacts of one channel: what has to be listened to. */
export async function contactsOver(sql: Sql, channel: string, secrets: Secrets): Promise<Contact[]> {
  const { rows } = await sql.query<Pick<ContactRow, 'person' | 'channel' | 'settings'> & Row>(
    'select person, channel, settings from contact_method where channel = $1 and gone_at is null order by person',
    [channel],
  )
  return rows.map(row => ({ channel, settings: opened(row, secrets) }))
}

function opened(
  { person, channel, settings }: Pick<ContactRow, 'person' | 'channel' | 'settings'>,
  secrets: Secrets,
): Record<string, unknown> {
  const entries = Object.entries(JSON.parse(settings) as Record<string, unknown>).map(([field, value]) => {
    const { sealed } = (value ?? {}) as { sealed?: string }
    return [field, sealed ? (JSON.parse(secrets.open(sealed, about(person, channel, field))) as unknown) : value]
  })
  return Object.fromEntries(entries) as Record<string, unknown>
}

/** The channels by which one person can be reached, best first, mail for who has an address included. */
export const channelsOf = async (sql: Sql, person: string, canMail: boolean): Promise<string[]> =>
  (await loadReachable(canMail)(sql)).get(person) ?? []

/** As a decision knows them, but for those whose receiver said that they are there no more. */
export function loadReachable(canMail: boolean): (sql: Sql) => Promise<Known['channels']> {
  return async sql => {
    const { rows } = await sql.query<{ person: string; channel: string }>(
      'select person, channel from contact_method where gone_at is not null',
    )
    const isGone = (person: string, channel: string) =>
      rows.some(row => row.person === person && row.channel === channel)
    const all = await loadChannels(canMail)(sql)
    return new Map([...all].map(([person, list]) => [person, list.filter(one => !isGone(person, one))]))
  }
}

/** Each person's channels, best first; mail comes last for everyone with an address, once mail can be sent. */
export function loadChannels(canMail: boolean): (sql: Sql, person?: string) => Promise<Known['channels']> {
  return async (sql, person) => {
    const { rows } = await sql.query<{ id: string; email: string | null; channels: string[] }>(
      `select person.id, person.email, array_remove(array_agg(channel order by position), null) as channels
         from person left join contact_method on contact_method.person = person.id
        where person.disabled_at is null and person.kind = 'person' and ($1::uuid is null or person.id = $1) group by person.id`,
      [person ?? null],
    )
    const withMail = (email: string | null, channels: string[]) =>
      canMail && email && !channels.includes('mail')
        ? [...channels, 'mail']
        : channels.filter(one => canMail || one !== 'mail')
    const rules = await loadPlans(sql)
    return madeOnce(
      rows,
      [rules, canMail],
      () => new Map(rows.map(({ id, email, channels }) => [id, inOwnOrder(rules.get(id), withMail(email, channels))])),
    )
  }
}
