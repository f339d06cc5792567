import { newId } from '../engine/id.ts'
import type { Row, Sql, Tx } from './db.ts'

/** What who goes off call leaves for who comes. */
export interface ShiftNote {
  person: string
  text: string
  at: string
}

export async function addNote(
  tx: Tx,
  schedule: string,
  { person, text }: Omit<ShiftNote, 'at'>,
  now: Date,
): Promise<void> {
  await tx.query('insert into shift_note (id, schedule, person, text, at) values ($1, $2, $3, $4, $5)', [
    newId(now),
    schedule,
    person,
    text,
    now,
  ])
}

/** The newest of each schedule. */
export async function newestNotes(sql: Sql): Promise<Map<string, ShiftNote>> {
  const { rows } = await sql.query<ShiftNote & { schedule: string } & Row>(
    'select distinct on (schedule) schedule, person, text, at from shift_note order by schedule, at desc',
  )
  return new Map(rows.map(({ schedule, person, text, at }) => [schedule, { person, text, at }]))
}
