import { newId } from '../engine/id.ts'
import type { Absence } from '../roster/conflicts.ts'
import type { Row, Sql, Tx } from './db.ts'

interface AbsenceRow extends Row {
  id: string
  person: string
  from_at: string
  to_at: string
  what: string
  source: string | null
}

const read = ({ id, person, from_at, to_at, what, source }: AbsenceRow): Absence => ({
  id,
  person,
  from: from_at,
  to: to_at,
  what,
  ...(source && { source }),
})

const fields = 'id, person, from_at, to_at, what, source'

/** Everybody's that touch this time, the earliest first. */
export async function absencesBetween(sql: Sql, from: string, to: string): Promise<Absence[]> {
  const { rows } = await sql.query<AbsenceRow>(
    `select ${fields} from absence where to_at > $1 and from_at < $2 order by from_at, id`,
    [from, to],
  )
  return rows.map(read)
}

/** One person's that touch this time. */
export async function absencesWithin(
  sql: Sql,
  person: string,
  { from, to }: { from: string; to: string },
): Promise<Absence[]> {
  return (await absencesBetween(sql, from, to)).filter(one => one.person === person)
}

export async function addAbsence(tx: Tx, one: Omit<Absence, 'id'>, now: Date): Promise<Absence> {
  const id = newId(now)
  await tx.query(
    'insert into absence (id, person, from_at, to_at, what, source, made_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [id, one.person, one.from, one.to, one.what, one.source ?? null, now],
  )
  return { id, ...one }
}

export async function deleteAbsence(tx: Tx, person: string, id: string): Promise<boolean> {
  const { rowCount } = await tx.query('delete from absence where person::text = $1 and id::text = $2', [person, id])
  return rowCount === 1
}

/** What one calendar says of a person, in place of what it said before. */
export async function replaceAbsences(
  tx: Tx,
  person: string,
  source: string,
  all: Pick<Absence, 'from' | 'to' | 'what'>[],
  now: Date,
): Promise<void> {
  await tx.query('delete from absence where person = $1 and source = $2', [person, source])
  for (const one of all) await addAbsence(tx, { person, source, ...one }, now)
}
