import type { Row, Sql, Tx } from './db.ts'
import { headsOf } from './head.ts'

/** How long somebody watched, by incident. */
export interface ShadowTime {
  incident: string
  number: number
  title: string
  minutes: number
}

/** Nothing is counted of who does not want it; false then. */
export async function addShadowMinutes(
  tx: Tx,
  person: string,
  incident: string,
  minutes: number,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into shadow_hours (person, incident, day, minutes) select $1::uuid, $2::uuid, $3::date, $4::int
      where not exists (select 1 from shadow_hours_off where person = $1::uuid)
     on conflict (person, incident, day) do update set minutes = shadow_hours.minutes + excluded.minutes`,
    [person, incident, now.toISOString().slice(0, 10), minutes],
  )
  return rowCount === 1
}

export async function isShadowCounted(sql: Sql, person: string): Promise<boolean> {
  const { rowCount } = await sql.query('select 1 from shadow_hours_off where person = $1', [person])
  return rowCount === 0
}

/** Counts from now on, or no more; what was counted goes with the no. */
export async function countShadow(tx: Tx, person: string, counted: boolean): Promise<void> {
  if (counted) return void (await tx.query('delete from shadow_hours_off where person = $1', [person]))
  await tx.query('insert into shadow_hours_off (person) values ($1) on conflict do nothing', [person])
  await tx.query('delete from shadow_hours where person = $1', [person])
}

const mostListed = 50

/** The last ones watched first. */
export async function shadowTimesOf(sql: Sql, person: string): Promise<ShadowTime[]> {
  const { rows } = await sql.query<{ incident: string; minutes: number } & Row>(
    `select incident, sum(minutes)::int as minutes from shadow_hours where person = $1
      group by incident order by max(day) desc, incident desc limit ${mostListed}`,
    [person],
  )
  const heads = new Map(
    (
      await headsOf(
        sql,
        rows.map(row => row.incident),
      )
    ).map(is => [is.id, is]),
  )
  return rows.flatMap(({ incident, minutes }) => {
    const is = heads.get(incident)
    return is ? [{ incident, number: is.number, title: is.title, minutes }] : []
  })
}

export async function shadowMinutesOf(sql: Sql, person: string): Promise<number> {
  const { rows } = await sql.query<{ minutes: number } & Row>(
    'select coalesce(sum(minutes), 0)::int as minutes from shadow_hours where person = $1',
    [person],
  )
  return rows[0]?.minutes ?? 0
}

/** Of everybody, by person, on the days (UTC) that begin between two moments. */
export async function shadowMinutesBetween(sql: Sql, from: string, to: string): Promise<Map<string, number>> {
  const { rows } = await sql.query<{ person: string; minutes: number } & Row>(
    `select person, sum(minutes)::int as minutes from shadow_hours
      where day >= ($1::timestamptz at time zone 'UTC')::date and day < $2::timestamptz at time zone 'UTC' group by person`,
    [from, to],
  )
  return new Map(rows.map(row => [row.person, row.minutes]))
}
