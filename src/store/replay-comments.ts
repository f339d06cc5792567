import type { Sql, Tx } from './db.ts'

/** What somebody tells whoever learns from an incident: `at` is the moment of it that they mean, RFC 3339. */
export interface ReplayComment {
  id: string
  at: string
  person: string
  says: string
  writtenAt: string
}

export async function commentsOf(sql: Sql, incident: string): Promise<ReplayComment[]> {
  const { rows } = await sql.query<ReplayComment>(
    `select id, at, person, says, written_at as "writtenAt" from replay_comment where incident = $1
      order by at, written_at, id`,
    [incident],
  )
  return rows
}

export async function addComment(tx: Tx, incident: string, comment: ReplayComment): Promise<void> {
  const { id, at, person, says, writtenAt } = comment
  await tx.query(
    'insert into replay_comment (id, incident, at, person, says, written_at) values ($1, $2, $3, $4, $5, $6)',
    [id, incident, at, person, says, writtenAt],
  )
}

/** Takes it back: its own author's, or anybody's where `by` is not given. False when there is no such. */
export async function removeComment(tx: Tx, incident: string, id: string, by?: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'delete from replay_comment where incident = $1 and id::text = lower($2) and ($3::text is null or person::text = $3)',
    [incident, id, by ?? null],
  )
  return rowCount === 1
}
