import { secretName } from '../redact/mask-body.ts'
import { feedAddresses } from './calendar-feeds.ts'
import { readChannelAccounts } from './channel-accounts.ts'
import { chatOf } from './chats.ts'
import { contactSecrets } from './contacts.ts'
import type { Row, Sql } from './db.ts'
import { listMailboxes } from './mailboxes.ts'
import { heartbeatAddress } from './outside-heartbeat.ts'
import { reachOf } from './resources.ts'
import type { Secrets } from './secrets.ts'
import { senderSecrets } from './sender-settings.ts'
import { wayOfStandBy } from './stand-bys.ts'

/**
 * Every secret that somebody entrusted to Fireline and that a shell could print. What cannot be opened, as after a change of
 * the server's secret, is passed over: the others are starred all the same.
 */
export async function keptValues(sql: Sql, secrets: Secrets): Promise<string[]> {
  const kept = await Promise.all(sources.map(source => source(sql, secrets).catch(() => [])))
  return kept.flat()
}

const sources: readonly ((sql: Sql, secrets: Secrets) => Promise<string[]>)[] = [
  ofResources,
  ofStandBys,
  ofChats,
  async (sql, secrets) => (await readChannelAccounts(sql, secrets)).flatMap(one => credentialsIn(one.settings)),
  async (sql, secrets) => (await listMailboxes(sql, secrets)).map(one => one.settings.password),
  contactSecrets,
  senderSecrets,
  feedAddresses,
  heartbeatAddress,
]

async function ofResources(sql: Sql, secrets: Secrets): Promise<string[]> {
  const { rows } = await sql.query<{ slug: string } & Row>('select slug from resource')
  const reaches = await Promise.all(rows.map(({ slug }) => reachOf(sql, secrets, slug).catch(() => undefined)))
  return reaches.flatMap(reach => (reach && 'url' in reach ? passwordsIn(reach.url) : []))
}

async function ofStandBys(sql: Sql, secrets: Secrets): Promise<string[]> {
  const { rows } = await sql.query<{ slug: string } & Row>('select slug from stand_by')
  const ways = await Promise.all(rows.map(({ slug }) => wayOfStandBy(sql, secrets, slug).catch(() => undefined)))
  return ways.flatMap(way => Object.values(way?.reach ?? {}).flatMap(passwordsIn))
}

async function ofChats(sql: Sql, secrets: Secrets): Promise<string[]> {
  const { rows } = await sql.query<{ kind: string } & Row>('select kind from chat')
  const chats = await Promise.all(rows.map(({ kind }) => chatOf(sql, secrets, kind).catch(() => undefined)))
  return chats.flatMap(chat => credentialsIn(chat?.settings ?? {}))
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
