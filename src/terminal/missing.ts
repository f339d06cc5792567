import { readCastLine } from './cast-lines.ts'
import { castNotePrefix } from './cast-note.ts'

/** What these lines say was shown and not recorded, in bytes. A flood that was cut short on purpose is not among it. */
export function missingIn(lines: string): { line: number; disk: number } {
  const missing = { line: 0, disk: 0 }
  for (const line of lines.split('\n')) {
    if (!line.startsWith(castNotePrefix)) continue
    const said = readCastLine(line)
    if (said.kind !== 'note') continue
    if ('gap' in said.note && said.note.gap?.why !== 'flood') missing.line += bytesOf(said.note.gap)
    if ('unrecorded' in said.note) missing.disk += bytesOf(said.note.unrecorded)
  }
  return missing
}

const most = 2 ** 47

/** An agent may say anything. */
const bytesOf = (said: { bytes?: unknown } | null | undefined): number => {
  const bytes = said?.bytes
  return typeof bytes === 'number' && Number.isInteger(bytes) && bytes > 0 ? Math.min(bytes, most) : 0
}

/** What of a gap was said, and what waits to be said of it. */
export interface Gap {
  toldMs: number
  waiting: number
}

/** A gap that goes on is noted again each time that it has doubled: it is said at once, and then at most so often. */
const tellEveryMs = 30_000

/** What is to be said now of a gap to which these bytes come, and what stands then; 0 for not yet. At the end of a recording all of it is said. */
export function gathered(
  was: Gap | undefined,
  bytes: number,
  nowMs: number,
  isLast: boolean,
): { tell: number; gap?: Gap } {
  const waiting = (was?.waiting ?? 0) + bytes
  if (waiting === 0) return { tell: 0, ...(was && { gap: was }) }
  const isDue = isLast || !was || nowMs - was.toldMs >= tellEveryMs
  return isDue ? { tell: waiting, gap: { toldMs: nowMs, waiting: 0 } } : { tell: 0, gap: { ...was, waiting } }
}
