import { type CastNote, castNotePrefix } from './cast-note.ts'

/** What a line of a recording says; a line that says nothing known (or is torn) is `nothing`. */
export type CastLine =
  | { kind: 'output'; data: string }
  | { kind: 'size'; cols: number; rows: number }
  | { kind: 'exit'; exitCode?: number }
  | { kind: 'note'; note: CastNote }
  | { kind: 'nothing' }

/** One line of asciicast v3, without its newline. Hostile lines are nothing, never a throw. */
export function readCastLine(line: string): CastLine {
  if (line.startsWith(castNotePrefix)) {
    const note = parsed(line.slice(castNotePrefix.length))
    return typeof note === 'object' && note !== null ? { kind: 'note', note: note as CastNote } : { kind: 'nothing' }
  }
  const said = parsed(line)
  if (Array.isArray(said)) return readEvent(said)
  const term = (said as { term?: { cols?: unknown; rows?: unknown } } | null | undefined)?.term
  return term ? readSize(term.cols, term.rows) : { kind: 'nothing' }
}

function readEvent([interval, code, data]: unknown[]): CastLine {
  if (typeof interval !== 'number' || typeof data !== 'string') return { kind: 'nothing' }
  if (code === 'o') return { kind: 'output', data }
  if (code === 'x') return { kind: 'exit', exitCode: /^\d{1,3}$/.test(data) ? Number(data) : undefined }
  const size = code === 'r' ? /^(\d{1,4})x(\d{1,4})$/.exec(data) : null
  return size ? readSize(Number(size[1]), Number(size[2])) : { kind: 'nothing' }
}

function readSize(cols: unknown, rows: unknown): CastLine {
  const isSize = (n: unknown): n is number => typeof n === 'number' && Number.isInteger(n) && n >= 1 && n <= 1_000
  return isSize(cols) && isSize(rows) ? { kind: 'size', cols, rows } : { kind: 'nothing' }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
