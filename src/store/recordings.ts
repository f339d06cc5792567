import { segmentsOf } from '../terminal/segments.ts'
import type { Sql, Tx } from './db.ts'
import { holdWholeParts } from './held-fast.ts'

export interface Recording {
  id: string
  incident: string
  terminal: string
  person: string
  at: string
  /** Bytes stored so far, without gaps. */
  stored: number
}

const columns = 'id, incident, terminal, person, at, stored'

export async function recordingOf(sql: Sql, terminal: string): Promise<Recording | undefined> {
  return (await sql.query<Recording>(`select ${columns} from recording where terminal = $1`, [terminal])).rows[0]
}

export async function recordingNamed(sql: Sql, id: string): Promise<Recording | undefined> {
  return (await sql.query<Recording>(`select ${columns} from recording where id::text = lower($1)`, [id])).rows[0]
}

export async function startRecording(tx: Tx, recording: Omit<Recording, 'stored'>): Promise<void> {
  const { id, incident, terminal, person, at } = recording
  await tx.query('insert into recording (id, incident, terminal, person, at) values ($1, $2, $3, $4, $5)', [
    id,
    incident,
    terminal,
    person,
    at,
  ])
}

/** Appends at `from`, which must be where the recording ends; false when it is not, and then nothing was written. */
export async function appendToRecording(tx: Tx, id: string, from: number, content: Buffer): Promise<boolean> {
  const { rowCount } = await tx.query('update recording set stored = stored + $3 where id = $1 and stored = $2', [
    id,
    from,
    content.length,
  ])
  if (!rowCount) return false
  await tx.query('insert into recording_chunk (recording, from_byte, content) values ($1, $2, $3)', [id, from, content])
  if (segmentsOf(from + content.length).whole > segmentsOf(from).whole)
    await holdWholeParts(tx, id, from + content.length)
  return true
}

/**
 * The parts from the one that holds byte `from`, one after the other, so that a long recording is never held whole. Parts
 * are found by where they began when they came: a redaction may have changed how long they are.
 */
export async function* readRecording(sql: Sql, id: string, from = 0): AsyncGenerator<Buffer> {
  const { rows } = await sql.query<{ start: number | null }>(
    'select max(from_byte) as start from recording_chunk where recording = $1 and from_byte <= $2',
    [id, from],
  )
  let after = (rows[0]?.start ?? 0) - 1
  for (;;) {
    const parts = await sql.query<{ from_byte: number; content: Buffer }>(
      'select from_byte, content from recording_chunk where recording = $1 and from_byte > $2 order by from_byte limit 8',
      [id, after],
    )
    for (const { content } of parts.rows) yield content
    const last = parts.rows.at(-1)
    if (!last) return
    after = last.from_byte
  }
}
