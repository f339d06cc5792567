import type { BackupLevel } from '../incident/events.ts'
import type { Row, Sql } from './db.ts'
import type { Secrets } from './secrets.ts'

/** A copy that lies somewhere, sealed, and what it was proven to be. */
export interface KeptCopy {
  id: string
  /** None: it was taken before anything burned. */
  incident: string | null
  resource: string | null
  driver: string
  level: BackupLevel
  covers: string[]
  location: string
  bytes: number
  digest: string
  takenAt: string
  verifiedAt: string
  /** RFC 3339; none while its incident is open. */
  expiresAt: string | null
}

/** What opens a copy, and the driver's own line that puts it back; `plain` is where that line says it lies. */
interface CopyKey {
  key: string
  line: string
  plain: string
}

const placeOf = (id: string): string => `copy/${id}`

/** Written before anything says that it is proven: a copy that counts can be opened. */
export async function keepCopy(
  sql: Sql,
  secrets: Secrets,
  copy: Omit<KeptCopy, 'expiresAt'>,
  key: CopyKey,
): Promise<void> {
  await sql.query(
    `insert into copy (id, incident, resource, driver, kind, level, covers, location, bytes, digest, taken_at, verified_at, key)
     values ($1, $2, $3, $4, case when $4 = 'rows' then 'rows' else 'full' end, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (id) do update set level = excluded.level, covers = excluded.covers, location = excluded.location,
       bytes = excluded.bytes, digest = excluded.digest, taken_at = excluded.taken_at, verified_at = excluded.verified_at, key = excluded.key`,
    [
      copy.id,
      copy.incident,
      copy.resource,
      copy.driver,
      copy.level,
      copy.covers,
      copy.location,
      copy.bytes,
      copy.digest,
      copy.takenAt,
      copy.verifiedAt,
      secrets.seal(JSON.stringify(key), placeOf(copy.id)),
    ],
  )
}

const columns = `copy.id, copy.incident, resource, driver, level, covers, location, bytes::float8 as bytes, digest,
  taken_at as "takenAt", verified_at as "verifiedAt", expires_at as "expiresAt"`

/** Those that can still be opened, newest first. */
export async function listCopies(sql: Sql): Promise<KeptCopy[]> {
  const { rows } = await sql.query<KeptCopy & Row>(
    `select ${columns} from copy where key is not null and gone_at is null order by taken_at desc, id limit 500`,
  )
  return rows
}

export type FoundCopy = KeptCopy & { goneAt: string | null; key?: CopyKey }

export async function findCopy(sql: Sql, secrets: Secrets, id: string): Promise<FoundCopy | undefined> {
  const { rows } = await sql.query<KeptCopy & { sealed: string | null; goneAt: string | null } & Row>(
    `select ${columns}, gone_at as "goneAt", key as sealed from copy where id = $1`,
    [id],
  )
  const [found] = rows
  if (!found) return undefined
  const { sealed, ...copy } = found
  return { ...copy, ...(sealed && { key: JSON.parse(secrets.open(sealed, placeOf(id))) as CopyKey }) }
}

/** How long the same copy took the last time, in milliseconds. */
export async function tookLast(sql: Sql, driver: string, covers: readonly string[]): Promise<number | undefined> {
  const { rows } = await sql.query<{ ms: number }>(
    `select (extract(epoch from verified_at - taken_at) * 1000)::float8 as ms from copy
      where driver = $1 and covers @> $2::text[] and covers <@ $2::text[] order by taken_at desc limit 1`,
    [driver, covers],
  )
  return rows[0]?.ms
}

/** Copies of an incident that nobody waits for any more: they end at once. */
export async function endCopies(sql: Sql, incident: string, ids: readonly string[], now: Date): Promise<void> {
  await sql.query(
    'update copy set expires_at = $3 where incident = $1 and id = any($2::uuid[]) and key is not null and gone_at is null',
    [incident, ids, now],
  )
}

/** Incidents that some copy is kept for. */
export async function incidentsWithCopies(sql: Sql): Promise<string[]> {
  const { rows } = await sql.query<{ incident: string }>(
    'select distinct incident from copy where incident is not null and gone_at is null',
  )
  return rows.map(({ incident }) => incident)
}

/** How long a copy stays after its incident, where its resource says nothing else: what the change did may still turn out wrong. */
export const keptForHours = 24

/** Until when the copies of an incident are kept, each as long as its resource says; with no end while it burns, or burns again. */
export async function dateCopies(sql: Sql, incident: string, resolvedAt: string | undefined): Promise<void> {
  const until = `$2::timestamptz + interval '1 hour' * coalesce(
    (select (spec::jsonb ->> 'keepHours')::float8 from resource where slug = copy.resource), ${keptForHours})`
  await sql.query(
    `update copy set expires_at = ${until} where incident = $1 and key is not null and gone_at is null
        and expires_at is distinct from ${until}`,
    [incident, resolvedAt ?? null],
  )
}

/** The key first: from here on the file is noise, whoever has it. */
export async function forgetKeys(sql: Sql, now: Date): Promise<void> {
  await sql.query('update copy set key = null where key is not null and expires_at <= $1', [now])
}

/** Without a key and not known to be gone. */
export async function keylessCopies(sql: Sql): Promise<Pick<KeptCopy, 'id' | 'incident' | 'location' | 'expiresAt'>[]> {
  const { rows } = await sql.query<KeptCopy & Row>(
    'select id, incident, location, expires_at as "expiresAt" from copy where key is null and gone_at is null order by id limit 100',
  )
  return rows
}

export async function copyIsGone(sql: Sql, id: string, at: Date): Promise<void> {
  await sql.query('update copy set gone_at = $2 where id = $1 and gone_at is null', [id, at])
}
