import type { Sql } from './db.ts'

/** In the transaction of whatever changes how alerts are placed: services, silences, alert rules. */
export async function placingChanged(sql: Sql): Promise<void> {
  await sql.query(`update meta set value = (value::bigint + 1)::text where key = 'placing'`)
}

/** Grows with every such change: while it is the same, what was read of them still holds. */
export async function placingVersion(sql: Sql): Promise<string> {
  const { rows } = await sql.query<{ value: string }>(`select value from meta where key = 'placing'`)
  return rows[0]?.value ?? ''
}

/** True when something was kept out that may come in now, or a silence began that its incidents do not know of. */
export async function isToPlaceAgain(sql: Sql, now: string): Promise<boolean> {
  const { rows } = await sql.query<{ due: boolean }>(
    `select (select count(distinct value) from meta where key in ('placing', 'placed')) > 1
         or exists (select 1 from alert where look_again_at <= $1)
         or exists (select 1 from silence where told_at is null and starts_at <= $1 and ends_at > $1) as due`,
    [now],
  )
  return rows[0]?.due ?? false
}

/** After a change everything that was kept out is due; true when there was one. */
export async function takeChange(sql: Sql, now: string): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update meta set value = newest.value from meta as newest
      where meta.key = 'placed' and newest.key = 'placing' and meta.value <> newest.value`,
  )
  if (rowCount === 0) return false
  await sql.query(`update alert set look_again_at = $1 where status = 'firing' and kept_out is not null`, [now])
  return true
}
