import type { Sql } from './db.ts'

const receiptDays = 7

/**
 * Takes away what nobody asks for any more: receipts of requests applied a week ago. What they did stands on the timelines;
 * a request that could not be applied stays until a person looked at it. Bounded, so that it never holds anybody up.
 */
export async function forgetOldReceipts(sql: Sql, now: Date, most = 5_000): Promise<number> {
  const { rowCount } = await sql.query(
    `delete from accepted where pos in (
       select pos from accepted
        where applied_at < $1::timestamptz - $2 * interval '1 day' and trouble is null order by pos limit $3)`,
    [now, receiptDays, most],
  )
  return rowCount ?? 0
}
