import type { MailboxSettings } from '../steps/intake/mailbox.ts'
import type { Row, Sql, Tx } from './db.ts'
import type { Secrets } from './secrets.ts'

export interface Mailbox {
  slug: string
  /** Whose reports they are. */
  service: string
  everyMs: number
  /** So many mails open an incident where none is open. */
  opensAfter: number
  settings: MailboxSettings
}

/** How it went lately; times RFC 3339 UTC. */
export interface MailboxState extends Mailbox {
  id: string
  checkedAt?: string
  readCount: number
  /** In a row. */
  failures: number
  trouble?: string
  /** Since when it is told that it cannot be read. */
  raisedAt?: string
  isDeleted: boolean
}

const placeOf = (id: string): string => `mailbox ${id}`

/** Makes it or replaces it; it is read at once. */
export async function putMailbox(tx: Tx, secrets: Secrets, newId: string, box: Mailbox, at: Date): Promise<void> {
  const { slug, service, everyMs, opensAfter, settings } = box
  // Two that make it at once would each seal its settings for an id of their own.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 5))', [`mailbox ${slug}`])
  const before = await tx.query<{ id: string }>('select id from mailbox where slug = $1 for update', [slug])
  const id = before.rows[0]?.id ?? newId
  await tx.query(
    `insert into mailbox (slug, id, service, settings, every_ms, opens_after, next_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (org, slug) do update set service = excluded.service, settings = excluded.settings,
       every_ms = excluded.every_ms, opens_after = excluded.opens_after, next_at = excluded.next_at, failures = 0,
       deleted_at = null`,
    [slug, id, service, secrets.seal(JSON.stringify(settings), placeOf(id)), everyMs, opensAfter, at],
  )
}

/** False when there is none. One whose alert still fires stays until that is taken back. */
export async function deleteMailbox(tx: Tx, slug: string, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update mailbox set deleted_at = $2, next_at = $2 where slug = $1 and deleted_at is null',
    [slug, at],
  )
  return rowCount === 1
}

/** One that was made again meanwhile stays. */
export async function forgetMailbox(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from mailbox where id = $1 and deleted_at is not null', [id])
}

export async function listMailboxes(sql: Sql, secrets: Secrets): Promise<MailboxState[]> {
  const { rows } = await sql.query<MailboxRow>(
    `select ${columns} from mailbox where deleted_at is null order by slug limit 200`,
  )
  return rows.map(row => toState(secrets, row))
}

export async function mailboxNamed(sql: Sql, secrets: Secrets, slug: string): Promise<MailboxState | undefined> {
  const { rows } = await sql.query<MailboxRow>(
    `select ${columns} from mailbox where slug = $1 and deleted_at is null`,
    [slug],
  )
  return rows[0] && toState(secrets, rows[0])
}

/** Longer than a mailbox full of mails takes. */
const leaseMs = 5 * 60_000

/** Takes what is due, for this node alone until its lease ends. */
export async function takeDueMailboxes(sql: Sql, secrets: Secrets, now: Date, most: number): Promise<MailboxState[]> {
  const { rows } = await sql.query<MailboxRow>(
    `update mailbox set leased_until = $2 where (org, slug) in (
       select org, slug from mailbox where next_at <= $1 and (leased_until is null or leased_until <= $1)
        order by next_at limit $3 for update skip locked)
     returning ${columns}`,
    [now, new Date(now.getTime() + leaseMs), most],
  )
  return rows.map(row => toState(secrets, row))
}

export interface Reading {
  at: Date
  read: number
  trouble?: string
  failures: number
  raisedAt?: string
  nextAt: Date
}

export async function saveReading(sql: Sql, id: string, reading: Reading): Promise<void> {
  const { at, read, trouble, failures, raisedAt, nextAt } = reading
  await sql.query(
    `update mailbox set checked_at = $2, read_count = read_count + $3, trouble = $4, failures = $5, raised_at = $6,
       next_at = greatest(next_at, $7), leased_until = null where id = $1`,
    [id, at, read, trouble ?? null, failures, raisedAt ?? null, nextAt],
  )
}

const columns =
  'id, slug, service, settings, every_ms, opens_after, checked_at, read_count, failures, trouble, raised_at, deleted_at'

interface MailboxRow extends Row {
  id: string
  slug: string
  service: string
  settings: string
  every_ms: number
  opens_after: number
  checked_at: string | null
  read_count: number
  failures: number
  trouble: string | null
  raised_at: string | null
  deleted_at: string | null
}

const toState = (secrets: Secrets, row: MailboxRow): MailboxState => ({
  id: row.id,
  slug: row.slug,
  service: row.service,
  settings: JSON.parse(secrets.open(row.settings, placeOf(row.id))) as MailboxSettings,
  everyMs: row.every_ms,
  opensAfter: row.opens_after,
  checkedAt: row.checked_at ?? undefined,
  readCount: row.read_count,
  failures: row.failures,
  trouble: row.trouble ?? undefined,
  raisedAt: row.raised_at ?? undefined,
  isDeleted: row.deleted_at !== null,
})
