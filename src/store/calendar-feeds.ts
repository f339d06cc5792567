import type { CalendarFeed, FeedState } from '../roster/calendar-feed.ts'
import type { Row, Sql, Tx } from './db.ts'
import type { Secrets } from './secrets.ts'

export type KeptFeed = CalendarFeed & FeedState & { etag?: string; digest?: string; filledAt?: string }

const placeOf = (id: string): string => `calendar ${id}`

/** In place of the one of that name; it is read at once. */
export async function putFeed(tx: Tx, secrets: Secrets, feed: CalendarFeed, now: Date): Promise<void> {
  const { id, person, source, url, zone } = feed
  await deleteFeed(tx, person, source)
  await tx.query(
    'insert into subscribed_calendar (id, person, source, url, zone, next_at) values ($1, $2, $3, $4, $5, $6)',
    [id, person ?? null, source, secrets.seal(url, placeOf(id)), zone, now],
  )
}

export async function deleteFeed(tx: Tx, person: string | undefined, source: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'delete from subscribed_calendar where person is not distinct from $1 and source = $2',
    [person ?? null, source],
  )
  return rowCount === 1
}

/** Those of one person; of nobody, the holidays. */
export async function feedsOf(sql: Sql, secrets: Secrets, person: string | undefined): Promise<KeptFeed[]> {
  const { rows } = await sql.query<FeedRow>(
    `select ${columns} from subscribed_calendar where person is not distinct from $1 order by source`,
    [person ?? null],
  )
  return rows.map(row => toFeed(secrets, row))
}

/** The private addresses of all of them: who has one reads the calendar. */
export async function feedAddresses(sql: Sql, secrets: Secrets): Promise<string[]> {
  const { rows } = await sql.query<FeedRow>(`select ${columns} from subscribed_calendar`)
  return rows.map(row => toFeed(secrets, row).url)
}

/** Longer than reading one takes. */
const leaseMs = 2 * 60_000

/** Takes what is due, for this node alone until its lease ends. */
export async function takeDueFeeds(sql: Sql, secrets: Secrets, now: Date, most: number): Promise<KeptFeed[]> {
  const { rows } = await sql.query<FeedRow>(
    `update subscribed_calendar set leased_until = $2 where id in (
       select id from subscribed_calendar where next_at <= $1 and (leased_until is null or leased_until <= $1)
        order by next_at limit $3 for update skip locked)
     returning ${columns}`,
    [now, new Date(now.getTime() + leaseMs), most],
  )
  return rows.map(row => toFeed(secrets, row))
}

/** False when it was taken out, or has another address, meanwhile. Held until the transaction ends. */
export async function isStillRead(tx: Tx, id: string): Promise<boolean> {
  return (await tx.query('select 1 from subscribed_calendar where id = $1 for update', [id])).rowCount === 1
}

export async function saveFailure(
  sql: Sql,
  id: string,
  { at, failures, trouble, nextAt }: { at: Date; failures: number; trouble: string; nextAt: Date },
): Promise<void> {
  await sql.query(
    `update subscribed_calendar set checked_at = $2, failures = $3, trouble = $4, next_at = $5, leased_until = null where id = $1`,
    [id, at, failures, trouble, nextAt],
  )
}

/** It is as it was. */
export async function saveSame(sql: Sql, id: string, at: Date, nextAt: Date): Promise<void> {
  await sql.query(
    `update subscribed_calendar set checked_at = $2, good_at = $2, failures = 0, trouble = null, next_at = $3, leased_until = null
      where id = $1`,
    [id, at, nextAt],
  )
}

export interface Filled {
  at: Date
  nextAt: Date
  etag?: string
  digest: string
  events: number
  left: string[]
}

export async function saveFilled(sql: Sql, id: string, filled: Filled): Promise<void> {
  const { at, nextAt, etag, digest, events, left } = filled
  await sql.query(
    `update subscribed_calendar set checked_at = $2, good_at = $2, filled_at = $2, etag = $3, digest = $4, events = $5, left_out = $6,
       failures = 0, trouble = null, next_at = $7, leased_until = null where id = $1`,
    [id, at, etag ?? null, digest, events, left, nextAt],
  )
}

const columns =
  'id, person, source, url, zone, checked_at, good_at, filled_at, etag, digest, events, left_out, failures, trouble'

interface FeedRow extends Row {
  id: string
  person: string | null
  source: string
  url: string
  zone: string
  checked_at: string | null
  good_at: string | null
  filled_at: string | null
  etag: string | null
  digest: string | null
  events: number
  left_out: string[]
  failures: number
  trouble: string | null
}

const toFeed = (secrets: Secrets, row: FeedRow): KeptFeed => ({
  id: row.id,
  person: row.person ?? undefined,
  source: row.source,
  url: secrets.open(row.url, placeOf(row.id)),
  zone: row.zone,
  checkedAt: row.checked_at ?? undefined,
  goodAt: row.good_at ?? undefined,
  filledAt: row.filled_at ?? undefined,
  etag: row.etag ?? undefined,
  digest: row.digest ?? undefined,
  events: row.events,
  left: row.left_out,
  failures: row.failures,
  trouble: row.trouble ?? undefined,
})
