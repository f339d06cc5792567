import { digestOf } from './capabilities.ts'
import type { Row, Sql, Tx } from './db.ts'
import type { Secrets } from './secrets.ts'

/** Of which incidents somebody wants to hear when a terminal is shown live; `services` and `teams` by their names. */
export interface WatchWish {
  everything: boolean
  services: string[]
  teams: string[]
}

/** What stands in the link that ends it; the same in each message. */
export const watchWishToken = (secrets: Secrets, person: string): string => secrets.derive(`watch wish ${person}`)

export async function watchWishOf(sql: Sql, person: string): Promise<WatchWish | undefined> {
  const { rows } = await sql.query<WatchWish & Row>(
    'select everything, services, teams from watch_wish where person = $1',
    [person],
  )
  return rows[0]
}

export async function saveWatchWish(
  tx: Tx,
  secrets: Secrets,
  person: string,
  { everything, services, teams }: WatchWish,
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into watch_wish (person, everything, services, teams, digest, since) values ($1, $2, $3, $4, $5, $6)
     on conflict (person) do update set everything = excluded.everything, services = excluded.services, teams = excluded.teams`,
    [person, everything, services, teams, digestOf(watchWishToken(secrets, person)), now],
  )
}

/** What was not told yet is not told any more. */
export async function endWatchWish(tx: Tx, person: string): Promise<void> {
  await tx.query('delete from watch_wish where person = $1', [person])
  await tx.query('delete from watch_word where person = $1 and told_by is null', [person])
}

/** Whose link this is; nobody's once it was ended. */
export async function watchWishBehind(sql: Sql, token: string): Promise<{ person: string; name: string } | undefined> {
  const { rows } = await sql.query<{ person: string; name: string } & Row>(
    'select person, name from watch_wish join person on person.id = watch_wish.person where digest = $1',
    [digestOf(token)],
  )
  return rows[0]
}
