import type { Sql } from './db.ts'

/** So long rules can be tried on what came. */
const receiptDays = 7
/** Whatever comes, the log holds no more than this: of a storm that lasts for days the oldest part goes first. */
const mostReceipts = 3_000_000
const atOnce = 5_000
const mostRounds = 20

/**
 * Takes away what nobody asks for any more: receipts of requests applied a week ago. What they did stands on the timelines;
 * a request that could not be applied stays until a person looked at it. In small parts, so that it never holds anybody up;
 * as many as a busy minute brings, so that it keeps up.
 */
export async function forgetOldReceipts(sql: Sql, now: Date, most = mostReceipts): Promise<number> {
  let gone = 0
  for (let round = 0; round < mostRounds; round++) {
    const { rowCount } = await sql.query(
      `delete from accepted where pos in (
         select pos from accepted
          where trouble is null and applied_at is not null
            and (applied_at < $1::timestamptz - $2 * interval '1 day' or pos <= (select max(pos) from accepted) - $4)
          order by pos limit $3)`,
      [now, receiptDays, atOnce, most],
    )
    gone += rowCount ?? 0
    if ((rowCount ?? 0) < atOnce) break
  }
  return gone
}
