import { closeSync, openSync, writeSync } from 'node:fs'
import { type CastNote, castNotePrefix } from '../terminal/cast-note.ts'

/** Writes a recording, asciicast v3, one `write` for each event and before anything is sent: kill -9 loses nothing that was seen. */
export interface CastWriter {
  output(text: string): void
  resize(cols: number, rows: number): void
  marker(label: string): void
  note(note: CastNote): void
  exit(exitCode: number): void
  /** Bytes written so far. */
  size(): number
  close(): void
}

export interface CastHead {
  cols: number
  rows: number
  title: string
  startedAt: Date
}

const longestEvent = 16 * 1024

/** `ms` is a clock that only goes forward; intervals are told in whole milliseconds of it, so their rests never add up. */
export function castWriter(file: string, head: CastHead, ms: () => number): CastWriter {
  const fd = openSync(file, 'wx', 0o600)
  let size = 0
  let lastMs = Math.floor(ms())
  const write = (line: string) => {
    const bytes = Buffer.from(`${line}\n`)
    let written = 0
    while (written < bytes.length) written += writeSync(fd, bytes, written)
    size += bytes.length
  }
  const event = (code: string, data: string) => {
    const nowMs = Math.max(lastMs, Math.floor(ms()))
    write(`[${((nowMs - lastMs) / 1000).toFixed(3)}, ${JSON.stringify(code)}, ${JSON.stringify(data)}]`)
    lastMs = nowMs
  }
  const term = { cols: head.cols, rows: head.rows, type: 'xterm-256color' }
  const timestamp = Math.floor(head.startedAt.getTime() / 1000)
  write(JSON.stringify({ version: 3, term, timestamp, title: head.title }))
  return {
    output(text) {
      for (let at = 0; at < text.length; ) {
        const end = wholeCharacters(text, at + longestEvent)
        event('o', text.slice(at, end))
        at = end
      }
    },
    resize: (cols, rows) => event('r', `${cols}x${rows}`),
    marker: label => event('m', label),
    note: note => write(castNotePrefix + JSON.stringify(note)),
    exit: exitCode => event('x', String(exitCode)),
    size: () => size,
    close: () => closeSync(fd),
  }
}

/** Never between the two halves of a character. */
function wholeCharacters(text: string, end: number): number {
  const code = text.charCodeAt(end - 1)
  return end < text.length && code >= 0xd800 && code <= 0xdbff ? end - 1 : Math.min(end, text.length)
}
