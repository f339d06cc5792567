import type { Row, Sql } from './db.ts'

/** Where what is kept sealed stands: a row that is new or another has a later `xmin`. */
const keptIn = [
  'resource',
  'channel_account',
  'chat',
  'contact_method',
  'mailbox',
  'stand_by',
  'subscribed_calendar',
  'outside_heartbeat',
]

const marks = keptIn.map(table => `(select count(*) || '/' || max(xmin::text::bigint) from ${table})`)

/** Another with every change of what is handed out or kept. */
export async function handedOutMark(sql: Sql): Promise<string> {
  const { rows } = await sql.query<{ mark: string } & Row>(
    `select concat_ws(' ', (select value from meta where key = 'integrations'), ${marks.join(', ')}) as mark`,
  )
  return rows[0]?.mark ?? ''
}

/** Of the keys that senders send with; those of forms for people outside lie open. */
export async function digestsOfKeys(sql: Sql): Promise<Set<string>> {
  const { rows } = await sql.query<{ key_digest: string } & Row>(
    `select key_digest from integration where kind not in ('report', 'own')`,
  )
  return new Set(rows.map(row => row.key_digest))
}
