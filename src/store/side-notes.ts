import type { SideNote } from '../api/room-messages.ts'
import { redacted } from '../redact/mask.ts'
import type { Beside } from '../steps/rally/side-channel.ts'
import type { Row, Sql, Tx } from './db.ts'

export type KeptNote = SideNote & Beside

/** The newest so many are read: beside the lead people speak in short. */
const most = 500

interface NoteRow extends Row {
  id: string
  text: string
  by_name: string
  at: string
  kept_from: string | null
}

const columns = 'id, text, by_name, at, kept_from'

export async function addSideNote(
  tx: Tx,
  incident: string,
  { id, text, at, keptFrom }: Omit<KeptNote, 'by'>,
  by: { id: string; name: string },
): Promise<void> {
  await tx.query(
    'insert into side_note (id, incident, text, by_id, by_name, at, kept_from) values ($1, $2, $3, $4, $5, $6, $7)',
    [id, incident, text, by.id, by.name, at, keptFrom ?? null],
  )
}

/** The first first. */
export async function sideNotesOf(sql: Sql, incident: string): Promise<KeptNote[]> {
  const { rows } = await sql.query<NoteRow>(
    `select * from (select ${columns} from side_note where incident = $1 order by at desc, id desc limit ${most}) newest
      order by at, id`,
    [incident],
  )
  return rows.map(noteOf)
}

export async function sideNote(sql: Sql, incident: string, id: string): Promise<KeptNote | undefined> {
  const { rows } = await sql.query<NoteRow>(`select ${columns} from side_note where incident = $1 and id::text = $2`, [
    incident,
    id,
  ])
  return rows[0] && noteOf(rows[0])
}

/** Who said it and when stays. */
export async function maskSideNote(tx: Tx, id: string): Promise<void> {
  await tx.query('update side_note set text = $2 where id::text = $1', [id, redacted])
}

const noteOf = ({ id, text, by_name: by, at, kept_from: keptFrom }: NoteRow): KeptNote => ({
  id,
  text,
  by,
  at,
  ...(keptFrom !== null && { keptFrom }),
})
