import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'
import { type Db, inTransaction, type Sql, type Tx } from './db.ts'
import type { Recording } from './recordings.ts'

/** A whole screen: written onto an empty one of this size it is what was shown after the first `at` bytes of the recording. */
export interface KeptScreen {
  at: number
  cols: number
  rows: number
  data: string
}

/** The last one at this byte or before it. */
export async function screenBefore(sql: Sql, recording: string, byte: number): Promise<KeptScreen | undefined> {
  const { rows } = await sql.query<{ at: number; cols: number; rows: number; content: Buffer }>(
    `select at_byte as at, cols, rows, content from recording_screen where recording = $1 and at_byte <= $2
      order by at_byte desc limit 1`,
    [recording, byte],
  )
  const found = rows[0]
  if (!found) return undefined
  const { content, ...screen } = found
  return { ...screen, data: (await promisify(inflate)(content)).toString() }
}

/** How often this incident was redacted: a screen that was read before the last time shows words that are gone. */
export async function redactionsOf(sql: Sql, incident: string): Promise<number> {
  const { rows } = await sql.query<{ n: number }>(
    `select count(*)::int as n from entry where incident = $1 and type = 'Redacted'`,
    [incident],
  )
  return rows[0]?.n ?? 0
}

/** Keeps it unless the incident was redacted since it had been redacted so often; says whether it is kept. */
export async function keepScreen(
  db: Db,
  { id, incident }: Pick<Recording, 'id' | 'incident'>,
  redactions: number,
  { at, cols, rows, data }: KeptScreen,
): Promise<boolean> {
  const content = await promisify(deflate)(data)
  return inTransaction(db, async tx => {
    // A redaction holds this row until it is over.
    await tx.query('select 1 from recording where id = $1 for share', [id])
    if ((await redactionsOf(tx, incident)) !== redactions) return false
    await tx.query(
      `insert into recording_screen (recording, at_byte, cols, rows, content) values ($1, $2, $3, $4, $5)
        on conflict do nothing`,
      [id, at, cols, rows, content],
    )
    return true
  })
}

export async function forgetScreens(tx: Tx, recording: string): Promise<void> {
  await tx.query('delete from recording_screen where recording = $1', [recording])
}
