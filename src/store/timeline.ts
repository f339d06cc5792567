import type { Actor, Entry } from '../incident/entry.ts'
import type { IncidentEvent } from '../incident/events.ts'
import { upcast } from '../incident/upcast.ts'
import { digestOf, hashOf, newSalt, noHash } from './chain.ts'
import { behind, type Row, type Sql, type Tx } from './db.ts'

interface EntryRow extends Row {
  id: string
  incident: string
  seq: number
  at: string
  by: string
  type: string
  v: number
  data: string
  redacted: boolean
}

/** NUL cannot be stored as text; JSON writes it as an escape, and so does this for lone surrogates: the text that is hashed is the text that is stored. */
export const toText = (value: unknown): string => JSON.stringify(value)

/** Everyone who appends to a timeline waits here for their turn; it ends with the transaction. */
export async function holdTimeline(tx: Tx, incident: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [incident])
}

/** The same for those of them that nobody holds just now. */
export async function tryHoldTimelines(tx: Tx, incidents: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ incident: string }>(
    'select incident from unnest($1::text[]) as of (incident) where pg_try_advisory_xact_lock(hashtextextended(incident, 1))',
    [incidents],
  )
  return rows.map(row => row.incident)
}

export async function readTimeline(sql: Sql, incident: string, after = 0, limit = 100_000): Promise<Entry[]> {
  const { rows } = await sql.query<EntryRow>(
    `select id, incident, seq, at, by, type, v, data, redacted from entry
      where incident = $1 and seq > $2 order by seq limit $3`,
    [incident, after, limit],
  )
  return rows.map(toEntry)
}

export function toEntry(row: EntryRow): Entry {
  const event = upcast({ type: row.type, v: row.v, data: JSON.parse(row.data) as unknown })
  const head = { id: row.id, incident: row.incident, seq: row.seq, at: row.at, by: JSON.parse(row.by) as Actor }
  return { ...head, ...event, ...(row.redacted && { redacted: true as const }) }
}

/** What is about to stand on a timeline. */
export interface Stamped {
  id: string
  by: Actor
  at: string
  event: IncidentEvent
}

/**
 * Appends in order, chained to the last hash. The caller holds the timeline (holdTimeline) and has read up to `after`;
 * the key (incident, seq) is the concurrency check all the same: a rival's row makes this throw, never fork.
 * `at` never goes back: an earlier time is lifted to the last one's. `last` is the entry at `after`, where it was appended just now.
 */
export async function append(
  tx: Tx,
  incident: string,
  after: number,
  stamped: Stamped[],
  last?: { hash: string; at: string },
): Promise<{ entries: Entry[]; hash: string }> {
  let { hash, at: lastAt } = last
    ? { hash: Buffer.from(last.hash, 'hex'), at: last.at }
    : await lastOf(tx, incident, after)
  const entries: Entry[] = []
  const rows: unknown[][] = []
  for (const [i, { id, by, at: asked, event }] of stamped.entries()) {
    const at = asked > lastAt ? asked : lastAt
    const seq = after + i + 1
    const data = toText(event.data)
    const salt = newSalt()
    const digest = digestOf(salt, data)
    const link = { incident, seq, at, by: toText(by), type: event.type, v: event.v }
    hash = hashOf(hash, link, digest)
    rows.push([seq, id, at, link.by, event.type, event.v, data, salt, digest, hash])
    entries.push({ id, incident, seq, at, by, ...event })
    lastAt = at
  }
  await behind(tx, insertEntries(tx, incident, rows))
  return { entries, hash: hash.toString('hex') }
}

/** All in one statement, in their order: `pos` grows with `seq`. */
async function insertEntries(tx: Tx, incident: string, rows: unknown[][]): Promise<void> {
  const columns = (rows[0] ?? []).map((_, column) => rows.map(row => row[column]))
  await tx.query(
    `insert into entry (incident, seq, id, at, by, type, v, data, salt, digest, hash)
     select $1, one.* from unnest($2::int[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::int[], $8::text[],
       $9::bytea[], $10::bytea[], $11::bytea[]) as one (seq, id, at, by, type, v, data, salt, digest, hash) order by seq`,
    [incident, ...columns],
  )
}

async function lastOf(tx: Tx, incident: string, seq: number): Promise<{ hash: Buffer; at: string }> {
  if (seq === 0) return { hash: noHash, at: '' }
  const { rows } = await tx.query<{ hash: Buffer; at: string }>(
    'select hash, at from entry where incident = $1 and seq = $2',
    [incident, seq],
  )
  if (!rows[0]) throw new Error(`timeline ${incident} has no entry ${seq}`)
  return rows[0]
}
