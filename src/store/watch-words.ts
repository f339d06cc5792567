import { newId } from '../engine/id.ts'
import type { Tx } from './db.ts'

interface Shown {
  incident: string
  service: string
  team: string
  /** Who is there already. */
  but: readonly string[]
}

/** Owes a word to each who wants to hear of it and did not yet; says how many. */
export async function oweWatchWords(tx: Tx, { incident, service, team, but }: Shown, now: Date): Promise<number> {
  const { rows } = await tx.query<{ person: string }>(
    `insert into watch_word (person, incident, owed_at)
     select person, $1::uuid, $2::timestamptz from watch_wish join person on person.id = watch_wish.person
      where disabled_at is null and kind = 'person' and person <> all($3::uuid[])
        and (everything or $4 = any(services) or $5 = any(teams))
     on conflict do nothing returning person`,
    [incident, now, but, service, team],
  )
  if (rows.length === 0) return 0
  await tx.query(
    `insert into obligation (id, kind, key, body, due_at)
     select id, 'watch-word', 'watch-word:' || person || ':' || $3, json_build_object('person', person, 'at', $5::text)::text, $4
       from unnest($1::uuid[], $2::uuid[]) as of (id, person)
     on conflict do nothing`,
    [rows.map(() => newId(now)), rows.map(row => row.person), incident, now, now.toISOString()],
  )
  return rows.length
}

/** What this obligation is to tell: all that the person was not told yet. `wait`: they heard of something else a moment ago. */
export type Taken = { incidents: string[] } | { wait: Date } | 'unwanted'

/** One message of all that is there, and then so long none. */
const betweenMs = 15 * 60_000

export async function takeWatchWords(tx: Tx, person: string, owed: string, now: Date): Promise<Taken> {
  // What is decided about one person is decided one after the other.
  const { rowCount } = await tx.query('select 1 from watch_wish where person = $1 for update', [person])
  if (!rowCount) return 'unwanted'
  const { rows: last } = await tx.query<{ at: string }>(
    `select told_at as at from watch_word where person = $1 and told_by <> $2 and told_at > $3 order by told_at desc limit 1`,
    [person, owed, new Date(now.getTime() - betweenMs)],
  )
  if (last[0]) return { wait: new Date(Date.parse(last[0].at) + betweenMs) }
  const { rows } = await tx.query<{ incident: string }>(
    `update watch_word set told_by = $2, told_at = $3 where person = $1 and (told_by is null or told_by = $2)
     returning incident`,
    [person, owed, now],
  )
  return { incidents: rows.map(row => row.incident) }
}
