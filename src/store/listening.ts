import type { Sql } from './db.ts'

/** A longer break than this and nobody listened. */
const longestBreakMs = 60_000
const notedEveryMs = 10_000

/**
 * Says that somebody listens now. `wasDeaf`: whoever says so has not listened until now, so that a break since the last time,
 * by whomever, is a time in which nobody did. Returns since when somebody listens without a break, RFC 3339 UTC.
 */
export async function noteListening(sql: Sql, now: Date, wasDeaf: boolean): Promise<string> {
  const { rows } = await sql.query<{ since: string }>(
    `insert into listening (since, at) values ($1, $1)
     on conflict (org) do update set at = excluded.at,
       since = case when $2 and listening.at < $3 then excluded.since else listening.since end
     where listening.at < $4
     returning since`,
    [now, wasDeaf, new Date(now.getTime() - longestBreakMs), new Date(now.getTime() - notedEveryMs)],
  )
  return rows[0]?.since ?? (await listeningSince(sql)) ?? now.toISOString()
}

export async function listeningSince(sql: Sql): Promise<string | undefined> {
  const { rows } = await sql.query<{ since: string }>('select since from listening')
  return rows[0]?.since
}
