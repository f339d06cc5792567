import { secretName } from '../redact/mask-body.ts'
import { readChannelAccounts } from './channel-accounts.ts'
import { chatOf } from './chats.ts'
import type { Row, Sql } from './db.ts'
import { reachOf } from './resources.ts'
import type { Secrets } from './secrets.ts'

/** Another with every change of what is handed out or kept: keys, resources, accounts of channels, chats. */
export async function handedOutMark(sql: Sql): Promise<string> {
  const { rows } = await sql.query<{ mark: string } & Row>(
    `select concat_ws(' ', (select value from meta where key = 'integrations'),
       (select count(*) || '/' || max(updated_at) from resource),
       (select count(*) || '/' || max(set_at) from channel_account),
       (select count(*) || '/' || max(set_at) from chat)) as mark`,
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

/** Passwords of resources, and the credentials of channels and chats. One that cannot be opened, as after a change of the secret, is passed over. */
export async function keptValues(sql: Sql, secrets: Secrets): Promise<string[]> {
  const { rows } = await sql.query<{ slug: string } & Row>('select slug from resource')
  const reaches = await Promise.all(rows.map(({ slug }) => reachOf(sql, secrets, slug).catch(() => undefined)))
  const accounts = await readChannelAccounts(sql, secrets).catch(() => [])
  const kinds = await sql.query<{ kind: string } & Row>('select kind from chat')
  const chats = await Promise.all(kinds.rows.map(({ kind }) => chatOf(sql, secrets, kind).catch(() => undefined)))
  return [
    ...reaches.flatMap(reach => (reach?.kind === 'postgres' ? passwordsIn(reach.url) : [])),
    ...[...accounts, ...chats].flatMap(one => credentialsIn(one?.settings ?? {})),
  ]
}

/** The password of an address, as it stands there and as it is meant; not one that stands elsewhere in it, for then it is none. */
export function passwordsIn(address: string): string[] {
  try {
    const { password, username, hostname, pathname, search } = new URL(address)
    const others = new Set([username, hostname, pathname.slice(1)].map(plain))
    const said = [password, ...new URLSearchParams(search).getAll('password')]
    return said.flatMap(one => (one === '' || others.has(plain(one)) ? [] : [one, plain(one)]))
  } catch {
    return []
  }
}

const credentialsIn = (settings: Record<string, unknown>): string[] =>
  Object.entries(settings).flatMap(([name, value]) =>
    typeof value === 'string' && secretName.test(name) ? [value] : [],
  )

function plain(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
