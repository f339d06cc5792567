import { maskCastFile } from '../../redact/mask-cast-file.ts'
import type { Tx } from '../../store/db.ts'

/** Stars the secrets out of an incident's recordings, and everything out of those of `whole`. Each part keeps its bytes' places. */
export async function maskRecordings(
  tx: Tx,
  incident: string,
  secrets: readonly string[],
  whole: readonly string[],
): Promise<void> {
  const { rows } = await tx.query<{ id: string }>('select id from recording where incident = $1 for update', [incident])
  for (const { id } of rows) await maskRecording(tx, id, secrets, whole.includes(id))
}

async function maskRecording(tx: Tx, recording: string, secrets: readonly string[], all: boolean): Promise<void> {
  const { rows } = await tx.query<{ from_byte: number; content: Buffer }>(
    'select from_byte, content from recording_chunk where recording = $1 order by from_byte',
    [recording],
  )
  const before = Buffer.concat(rows.map(row => row.content))
  const after = Buffer.from(maskCastFile(before.toString('utf8'), secrets, all))
  if (after.equals(before)) return
  if (after.length !== before.length)
    throw new Error(`recording ${recording} would change its length; nothing was redacted`)
  let at = 0
  for (const { from_byte, content } of rows) {
    const part = after.subarray(at, at + content.length)
    await tx.query('update recording_chunk set content = $3 where recording = $1 and from_byte = $2', [
      recording,
      from_byte,
      part,
    ])
    at += content.length
  }
}
