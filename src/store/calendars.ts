import { digestOf } from './capabilities.ts'
import type { Row, Sql, Tx } from './db.ts'
import type { Secrets } from './secrets.ts'

/** What stands in the address of a person's calendar: another one each time it is switched on. */
const calendarToken = (secrets: Secrets, person: string, madeAt: string): string =>
  secrets.derive(`calendar ${person} ${madeAt}`)

/** The address's secret part, while it is on. */
export async function calendarOf(sql: Sql, secrets: Secrets, person: string): Promise<string | undefined> {
  const { rows } = await sql.query<{ made_at: string } & Row>('select made_at from calendar_feed where person = $1', [
    person,
  ])
  return rows[0] && calendarToken(secrets, person, rows[0].made_at)
}

/** Switches it on; an address that was given before knows nothing any more. */
export async function beginCalendar(tx: Tx, secrets: Secrets, person: string, now: Date): Promise<string> {
  const token = calendarToken(secrets, person, now.toISOString())
  await tx.query(
    `insert into calendar_feed (person, digest, made_at) values ($1, $2, $3)
     on conflict (person) do update set digest = excluded.digest, made_at = excluded.made_at`,
    [person, digestOf(token), now],
  )
  return token
}

export async function endCalendar(tx: Tx, person: string): Promise<void> {
  await tx.query('delete from calendar_feed where person = $1', [person])
}

/** Whose calendar it is; nobody's who is gone. */
export async function personOfCalendar(sql: Sql, token: string): Promise<{ id: string; name: string } | undefined> {
  const { rows } = await sql.query<{ id: string; name: string } & Row>(
    `select person.id, person.name from calendar_feed join person on person.id = calendar_feed.person
      where digest = $1 and disabled_at is null`,
    [digestOf(token)],
  )
  return rows[0]
}
