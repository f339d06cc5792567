import type { Row, Sql } from './db.ts'

/** An alert that was told again with nothing new, so many times. */
export interface HeardAgain {
  id: string
  count: number
  /** RFC 3339 UTC. */
  heardAt: string
  /** Over by then, unless it is told again. None: nothing about that was said. */
  expiresAt?: string
  /** Its sender gives no start, so that each time it is told it starts anew. */
  startsAgain?: boolean
}

const mostRows = 2_000

/** Counts them. Answers which of them do not fire any more. */
export async function noteHeardAgain(sql: Sql, heard: readonly HeardAgain[]): Promise<string[]> {
  const over: string[] = []
  for (let from = 0; from < heard.length; from += mostRows)
    over.push(...(await noteSome(sql, heard.slice(from, from + mostRows))))
  return over
}

async function noteSome(sql: Sql, heard: readonly HeardAgain[]): Promise<string[]> {
  const { rows } = await sql.query<{ id: string; status: string } & Row>(
    `update alert set count = alert.count + row.count, heard_at = greatest(alert.heard_at, row.heard_at),
       expires_at = case when alert.status = 'firing' then coalesce(row.expires_at, alert.expires_at) else alert.expires_at end,
       fired_at = case when row.starts_again and alert.status = 'firing'
                       then greatest(alert.fired_at, row.heard_at) else alert.fired_at end
      from unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::timestamptz[], $5::bool[])
        as row (id, count, heard_at, expires_at, starts_again)
      where alert.id = row.id returning alert.id, alert.status`,
    [
      heard.map(one => one.id),
      heard.map(one => one.count),
      heard.map(one => one.heardAt),
      heard.map(one => one.expiresAt ?? null),
      heard.map(one => one.startsAgain ?? false),
    ],
  )
  return rows.filter(row => row.status !== 'firing').map(row => row.id)
}
