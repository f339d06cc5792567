import { newId } from '../engine/id.ts'
import { digestOf } from './capabilities.ts'
import type { Row, Sql, Tx } from './db.ts'
import type { Secrets } from './secrets.ts'

/** What stands in the link that ends it; the same each week. */
export const weeklyMailToken = (secrets: Secrets, person: string): string => secrets.derive(`weekly mail ${person}`)

export async function wantsWeeklyMail(sql: Sql, person: string): Promise<boolean> {
  const { rowCount } = await sql.query('select 1 from weekly_mail where person = $1', [person])
  return rowCount === 1
}

export async function beginWeeklyMail(tx: Tx, secrets: Secrets, person: string, now: Date): Promise<void> {
  await tx.query('insert into weekly_mail (person, digest, since) values ($1, $2, $3) on conflict do nothing', [
    person,
    digestOf(weeklyMailToken(secrets, person)),
    now,
  ])
}

export async function endWeeklyMail(tx: Tx, person: string): Promise<void> {
  await tx.query('delete from weekly_mail where person = $1', [person])
}

/** Whose link this is; nobody's once it was ended. */
export async function weeklyMailOf(sql: Sql, token: string): Promise<{ person: string; name: string } | undefined> {
  const { rows } = await sql.query<{ person: string; name: string } & Row>(
    'select person, name from weekly_mail join person on person.id = weekly_mail.person where digest = $1',
    [digestOf(token)],
  )
  return rows[0]
}

/** Owes this week's mail to everyone who wanted it when the week ended. Asked again, it owes nothing more. */
export async function oweWeeklyMail(tx: Tx, weekEndedAt: Date, now: Date): Promise<number> {
  const { rows } = await tx.query<{ person: string }>(
    `select person from weekly_mail join person on person.id = weekly_mail.person
      where since < $1 and disabled_at is null`,
    [weekEndedAt],
  )
  let owed = 0
  for (const { person } of rows) {
    const { rowCount } = await tx.query(
      `insert into obligation (id, kind, key, body, due_at) values ($1, 'weekly-noise', $2, $3, $4) on conflict do nothing`,
      [newId(now), `weekly-noise:${person}:${weekEndedAt.toISOString()}`, JSON.stringify({ person }), now],
    )
    owed += rowCount ?? 0
  }
  return owed
}
