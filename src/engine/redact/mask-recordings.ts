import { isUtf8 } from 'node:buffer'
import { setImmediate } from 'node:timers/promises'
import type { Actor } from '../../incident/entry.ts'
import { castMask } from '../../redact/mask-cast.ts'
import type { Tx } from '../../store/db.ts'
import { holdAnew } from '../../store/held-fast.ts'
import { forgetScreens } from '../../store/recording-screens.ts'
import type { Desk } from '../desk.ts'
import { handle } from '../handle.ts'
import { newId } from '../id.ts'

/**
 * Stars the secrets out of an incident's recordings, and everything out of those of `whole`; says which of them changed. Each
 * part keeps its bytes' places.
 */
export async function maskRecordings(
  tx: Tx,
  incident: string,
  secrets: readonly string[],
  whole: readonly string[],
): Promise<{ recording: string; terminal: string }[]> {
  const { rows } = await tx.query<{ id: string; terminal: string }>(
    'select id, terminal from recording where incident = $1 for update',
    [incident],
  )
  const changed: { recording: string; terminal: string }[] = []
  for (const { id, terminal } of rows)
    if (await maskRecording(tx, id, secrets, whole.includes(id))) changed.push({ recording: id, terminal })
  return changed
}

/** Reads through a recording of any length in small pieces, so that nobody else waits, and writes only the parts that changed. */
async function maskRecording(tx: Tx, recording: string, secrets: readonly string[], all: boolean): Promise<boolean> {
  const masks = castMask(secrets, all)
  const waiting: Part[] = []
  let masked: Buffer = Buffer.alloc(0)
  let hasChanged = false
  const write = async (lines: readonly string[]) => {
    if (lines.length > 0) masked = Buffer.concat([masked, Buffer.from(`${lines.join('\n')}\n`)])
    for (let part = waiting[0]; part && part.content.length <= masked.length; part = waiting[0]) {
      const content = masked.subarray(0, part.content.length)
      if (!content.equals(part.content)) await writePart(tx, recording, part.from_byte, content)
      hasChanged ||= !content.equals(part.content)
      masked = masked.subarray(content.length)
      waiting.shift()
    }
  }
  for await (const { lines, parts } of linesOf(tx, recording)) {
    waiting.push(...parts)
    await write(masks.add(lines))
    await setImmediate()
  }
  await write(masks.end())
  if (waiting.length > 0) throw new Error(`recording ${recording} would change its length; nothing was redacted`)
  // What they show was made from the words that are gone; whoever replays it has them made anew.
  if (hasChanged) await forgetScreens(tx, recording)
  return hasChanged
}

async function writePart(tx: Tx, recording: string, from: number, content: Buffer): Promise<void> {
  await tx.query('update recording_chunk set content = $3 where recording = $1 and from_byte = $2', [
    recording,
    from,
    content,
  ])
}

interface Part {
  from_byte: number
  content: Buffer
}

const newline = 10
/** Read and starred in a few milliseconds: between two of them everybody else's keys have their turn. */
const atOnceBytes = 32 * 1024

/** Whole lines, some at a time, and the parts of the recording that were read for them. */
async function* linesOf(tx: Tx, recording: string): AsyncGenerator<{ lines: string[]; parts: Part[] }> {
  let held: Buffer = Buffer.alloc(0)
  for await (const part of partsOf(tx, recording)) {
    let parts = [part]
    held = held.length > 0 ? Buffer.concat([held, part.content]) : part.content
    for (let to = endOfLines(held); to > 0; to = endOfLines(held)) {
      yield { lines: textOf(held.subarray(0, to - 1)).split('\n'), parts }
      held = held.subarray(to)
      parts = []
    }
    if (parts.length > 0) yield { lines: [], parts }
  }
  if (held.length > 0) yield { lines: [textOf(held)], parts: [] }
}

/** What is no text at all was never shown; it loses its strange bytes, and keeps its length. */
const textOf = (content: Buffer): string =>
  isUtf8(content) ? content.toString('utf8') : content.toString('latin1').replace(/[\x80-\xff]/g, '?')

/** After the last line that ends within a piece, or after the first where it is longer; 0 where none ends. */
function endOfLines(held: Buffer): number {
  const within = held.lastIndexOf(newline, atOnceBytes) + 1
  return within > 0 ? within : held.indexOf(newline) + 1
}

async function* partsOf(tx: Tx, recording: string): AsyncGenerator<Part> {
  for (let after = -1; ; ) {
    const { rows } = await tx.query<Part>(
      'select from_byte, content from recording_chunk where recording = $1 and from_byte > $2 order by from_byte limit 1',
      [recording, after],
    )
    if (!rows[0]) return
    yield rows[0]
    after = rows[0].from_byte
  }
}

/** The redaction stands on the timeline; now its recordings are held fast as they are from here on. */
export async function anchorAnew(
  desk: Desk,
  tx: Tx,
  incident: string,
  by: Actor,
  changed: readonly { recording: string; terminal: string }[],
): Promise<void> {
  for (const one of changed) {
    const now = desk.clock.now()
    const body = { ...one, ...(await holdAnew(tx, one.recording)), why: 'redacted' }
    await handle(desk, tx, incident, { id: newId(now), by, at: desk.clock.at(), body }, 'recording-anchored')
  }
}
