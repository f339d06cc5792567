import type { Report } from '../alert/report.ts'
import type { Sql } from './db.ts'

/** A report that was accepted and applied. */
export interface KeptReport {
  pos: number
  at: string
  integration: string
  report: Report
}

/** So many at once: read, gone through and let go. */
const atOnce = 50

/** What came since then, in the order in which it was accepted, a part at a time. Fireline's own requests are none of it. */
export async function* reportsSince(sql: Sql, since: Date): AsyncGenerator<KeptReport[]> {
  for (let after = 0; ; ) {
    const { rows } = await sql.query<{ pos: number; at: string; integration: string; body: string }>(
      `select pos, at, integration, body from accepted
        where pos > $1 and at >= $2 and integration is not null and applied_at is not null order by pos limit $3`,
      [after, since, atOnce],
    )
    yield rows.map(({ body, ...row }) => ({ ...row, report: JSON.parse(body) as Report }))
    if (rows.length < atOnce) return
    after = rows.at(-1)?.pos ?? after
  }
}

/** About how many there are, for saying how far it is. */
export async function countReports(sql: Sql, since: Date): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    'select count(*) as count from accepted where at >= $1 and integration is not null',
    [since],
  )
  return rows[0]?.count ?? 0
}
