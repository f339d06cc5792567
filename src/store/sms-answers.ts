import { contactsOver } from './contacts.ts'
import type { Row, Sql, Tx } from './db.ts'
import type { Secrets } from './secrets.ts'

/** Who is reached at this number over one of these channels, and by which of their contacts. */
export async function contactsAtNumber(
  sql: Sql,
  secrets: Secrets,
  channels: readonly string[],
  number: string,
): Promise<{ person: string; id: string }[]> {
  const all = (await Promise.all(channels.map(one => contactsOver(sql, one, secrets)))).flat()
  return all.filter(one => one.settings['number'] === number).map(({ person, id }) => ({ person, id }))
}

/** True the first time: a message that is brought again is heard once. Nobody: its number is of no one here. */
export async function isFirstAnswer(
  tx: Tx,
  kind: string,
  id: string,
  person: string | undefined,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'insert into sms_answer (kind, id, at, person) values ($1, $2, $3, $4) on conflict do nothing',
    [kind, id.slice(0, 200), now, person ?? null],
  )
  return rowCount === 1
}

/** Whether anything came from this person before, since then. */
export async function answeredSince(sql: Sql, person: string, since: Date): Promise<boolean> {
  const { rows } = await sql.query('select 1 from sms_answer where person = $1 and at > $2 limit 1', [person, since])
  return rows.length > 0
}

/** How many came from people here, and how many from numbers that nobody has. */
export async function countAnswers(sql: Sql, kind: string, since: Date): Promise<{ heard: number; unknown: number }> {
  const { rows } = await sql.query<{ heard: string; unknown: string } & Row>(
    'select count(person) as heard, count(*) - count(person) as unknown from sms_answer where kind = $1 and at > $2',
    [kind, since],
  )
  return { heard: Number(rows[0]?.heard ?? 0), unknown: Number(rows[0]?.unknown ?? 0) }
}
