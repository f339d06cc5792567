import { type CastNote, castNotePrefix } from '../terminal/cast-note.ts'
import type { RecordingFiles } from './recording-files.ts'

/** Writes a recording, asciicast v3, one `write` for each event and before anything is sent: kill -9 loses nothing that was seen. */
export interface CastWriter {
  /** Texts and whole escape sequences, in order; no event ends within a sequence. */
  output(pieces: readonly string[]): void
  resize(cols: number, rows: number): void
  marker(label: string): void
  note(note: CastNote): void
  exit(exitCode: number): void
  /** Bytes written so far. */
  size(): number
}

export interface CastHead {
  cols: number
  rows: number
  title: string
  startedAt: Date
}

const longestEvent = 16 * 1024

/** `ms` is a clock that only goes forward; intervals are told in whole milliseconds of it, so their rests never add up. */
export function castWriter(
  files: Pick<RecordingFiles, 'append' | 'size'>,
  head: CastHead,
  ms: () => number,
): CastWriter {
  let lastMs = Math.floor(ms())
  const write = (line: string) => files.append(Buffer.from(`${line}\n`))
  const event = (code: string, data: string) => {
    const nowMs = Math.max(lastMs, Math.floor(ms()))
    write(`[${((nowMs - lastMs) / 1000).toFixed(3)}, ${JSON.stringify(code)}, ${JSON.stringify(data)}]`)
    lastMs = nowMs
  }
  const term = { cols: head.cols, rows: head.rows, type: 'xterm-256color' }
  const timestamp = Math.floor(head.startedAt.getTime() / 1000)
  write(JSON.stringify({ version: 3, term, timestamp, title: head.title }))
  return {
    output: pieces => inEvents(pieces).forEach(text => event('o', text)),
    resize: (cols, rows) => event('r', `${cols}x${rows}`),
    marker: label => event('m', label),
    note: note => write(castNotePrefix + JSON.stringify(note)),
    exit: exitCode => event('x', String(exitCode)),
    size: files.size,
  }
}

function inEvents(pieces: readonly string[]): string[] {
  const events: string[] = []
  let text = ''
  for (const piece of pieces.flatMap(inParts)) {
    if (text !== '' && text.length + piece.length > longestEvent) {
      events.push(text)
      text = ''
    }
    text += piece
  }
  return text === '' ? events : [...events, text]
}

/** A long text in parts; an escape sequence stays whole however long it is. */
function inParts(piece: string): string[] {
  if (piece.length <= longestEvent || isSequence(piece)) return [piece]
  const parts: string[] = []
  for (let at = 0; at < piece.length; ) {
    const end = wholeCharacters(piece, at + longestEvent)
    parts.push(piece.slice(at, end))
    at = end
  }
  return parts
}

const isSequence = (piece: string): boolean => /^[\u001b\u0080-\u009f]/.test(piece)

/** Never between the two halves of a character. */
function wholeCharacters(text: string, end: number): number {
  const code = text.charCodeAt(end - 1)
  return end < text.length && code >= 0xd800 && code <= 0xdbff ? end - 1 : Math.min(end, text.length)
}
