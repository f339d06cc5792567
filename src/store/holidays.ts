import { newId } from '../engine/id.ts'
import type { Row, Sql, Tx } from './db.ts'

/** A day, or days, on which most people are away. */
export interface Holiday {
  from: string
  to: string
  what: string
  /** The calendar that says so. */
  source: string
}

/** What one calendar says, in place of what it said before. */
export async function saveHolidays(tx: Tx, source: string, all: Omit<Holiday, 'source'>[], now: Date): Promise<void> {
  await tx.query('delete from holiday where source = $1', [source])
  for (const { from, to, what } of all)
    await tx.query('insert into holiday (id, source, from_at, to_at, what, made_at) values ($1, $2, $3, $4, $5, $6)', [
      newId(now),
      source,
      from,
      to,
      what,
      now,
    ])
}

/** Those that touch this time, the earliest first. */
export async function holidaysBetween(sql: Sql, from: string, to: string): Promise<Holiday[]> {
  const { rows } = await sql.query<{ from_at: string; to_at: string; what: string; source: string } & Row>(
    'select from_at, to_at, what, source from holiday where to_at > $1 and from_at < $2 order by from_at, what',
    [from, to],
  )
  return rows.map(({ from_at, to_at, what, source }) => ({ from: from_at, to: to_at, what, source }))
}
