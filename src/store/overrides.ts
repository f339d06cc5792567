import { newId } from '../engine/id.ts'
import type { Row, Sql, Tx } from './db.ts'
import { madeOnce } from './made-once.ts'

/** An override that was added by itself. `by`: who added it. */
export interface KeptOverride {
  id: string
  schedule: string
  person: string
  from: string
  to: string
  reason?: string
  by?: string
}

export async function addOverride(tx: Tx, one: Omit<KeptOverride, 'id'>, now: Date): Promise<KeptOverride> {
  const id = newId(now)
  await tx.query(
    `insert into on_call_override (id, schedule, person, from_at, to_at, reason, by_person, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, one.schedule, one.person, one.from, one.to, one.reason ?? null, one.by ?? null, now],
  )
  return { id, ...one }
}

interface OverrideRow extends Row {
  id: string
  schedule: string
  person: string
  from_at: string
  to_at: string
  reason: string | null
  by_person: string | null
}

const read = (row: OverrideRow): KeptOverride => ({
  id: row.id,
  schedule: row.schedule,
  person: row.person,
  from: row.from_at,
  to: row.to_at,
  ...(row.reason && { reason: row.reason }),
  ...(row.by_person && { by: row.by_person }),
})

/** All of them, the oldest first: a later one covers an earlier one. */
export async function readOverrides(sql: Sql): Promise<KeptOverride[]> {
  const { rows } = await sql.query<OverrideRow>(
    'select id, schedule, person, from_at, to_at, reason, by_person from on_call_override order by made_at, id',
  )
  return madeOnce(rows, [], () => rows.map(read))
}

/** It ends now; one that has not begun is gone. What was, stays as it was. */
export async function endOverride(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.query('delete from on_call_override where id = $1 and from_at >= $2', [id, now])
  await tx.query('update on_call_override set to_at = $2 where id = $1 and to_at > $2', [id, now])
}
