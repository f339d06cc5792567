import { escapeReader } from '../../terminal/escapes.ts'
import type { Recorded } from './moments.ts'

export interface Found {
  /** The moment of it, and the line it stands in. */
  at: number
  line: string
}

interface Line {
  text: string
  at: number
}

const mostFound = 200

/** The lines that a recording printed, one after the other, without what colours and moves them. */
export function printedLines({ cast, startMs }: Recorded): Line[] {
  const reader = escapeReader()
  const lines: Line[] = []
  let text = ''
  for (const event of cast.events) {
    if (event.kind !== 'output') continue
    for (const piece of reader.read(event.data)) if (piece.kind === 'text') text += piece.text
    const whole = text.split(/\r?\n|\r/)
    text = whole.pop() ?? ''
    lines.push(...whole.filter(one => one.trim() !== '').map(one => ({ text: one, at: startMs + event.ms })))
  }
  const last = cast.events.at(-1)
  return text.trim() && last ? [...lines, { text, at: startMs + last.ms }] : lines
}

/** Where these words were shown, upper and lower case alike; the first so many. */
export function findIn(lines: readonly Line[], words: string): Found[] {
  const wanted = words.trim().toLowerCase()
  if (wanted.length < 2) return []
  const found = lines.filter(line => line.text.toLowerCase().includes(wanted))
  return found.slice(0, mostFound).map(({ text, at }) => ({ line: text.trim().slice(0, 200), at }))
}
