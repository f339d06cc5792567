import type { Incident } from '../incident/incident.ts'
import { seatsOf } from '../incident/seats.ts'
import type { Row, Sql, Tx } from './db.ts'

/** Somebody who holds a seat, in whichever incident. */
export interface SeatHolder {
  person: string
  /** Since when they hold the newest of their seats. */
  since: string
  /** When their line last answered, at whichever node; undefined until it did. */
  seenAt?: string
}

/** Who has the lead or a keyboard of this incident now, in the transaction that decided it; nobody once it is over. */
export async function keepSeatHolders(tx: Tx, is: Incident, at: string): Promise<void> {
  const isOver = is.status === 'resolved' || is.mergedInto !== undefined
  const holders = isOver ? [] : [is.lead, ...seatsOf(is).map(seat => seat.holder)].filter(one => one !== undefined)
  await tx.query('delete from seat_holder where incident = $1 and not person = any($2::text[])', [is.id, holders])
  await tx.query(
    `insert into seat_holder (incident, person, since)
     select $1, person, $3 from (select distinct unnest($2::text[]) as person) as holder on conflict do nothing`,
    [is.id, holders, at],
  )
}

/** Who holds a seat and may not sit any more: removed, or a viewer now. */
export async function sittingWithoutRight(sql: Sql): Promise<{ incident: string; person: string }[]> {
  const { rows } = await sql.query<{ incident: string; person: string } & Row>(
    `select held.incident, held.person from seat_holder held join person on person.id::text = held.person
      where person.disabled_at is not null or person.role = 'viewer'`,
  )
  return rows
}

export async function seatHolders(sql: Sql): Promise<SeatHolder[]> {
  const { rows } = await sql.query<{ person: string; since: string; seen_at: string | null } & Row>(
    'select person, max(since) as since, max(seen_at) as seen_at from seat_holder group by person',
  )
  return rows.map(({ person, since, seen_at }) => ({ person, since, ...(seen_at && { seenAt: seen_at }) }))
}

/** Their lines answered then. A row that somebody else is writing is passed over: it is touched again in a moment. */
export async function touchSeatHolders(sql: Sql, seen: readonly { person: string; at: Date }[]): Promise<void> {
  await sql.query(
    `update seat_holder set seen_at = greatest(seat_holder.seen_at, beat.at)
     from (select held.incident, held.person, said.at
           from seat_holder held join unnest($1::text[], $2::timestamptz[]) as said (person, at) using (person)
           for update of held skip locked) as beat
     where seat_holder.incident = beat.incident and seat_holder.person = beat.person`,
    [seen.map(one => one.person), seen.map(one => one.at)],
  )
}

/** Another node was heard lately, at whose door a line may end of which this one knows nothing. */
export async function hasOtherNodes(sql: Sql, own: string, since: Date): Promise<boolean> {
  const others = 'select 1 from node_seen where id <> $1 and left_at is null and seen_at > $2 limit 1'
  return (await sql.query(others, [own, since])).rowCount === 1
}
