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
