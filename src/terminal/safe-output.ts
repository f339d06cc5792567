import { type CastLine, readCastLine } from './cast-lines.ts'
import { escapeReader, type Piece } from './escapes.ts'
import { safeForWatchers } from './safe-for-watchers.ts'

/**
 * Output of a terminal as watchers may get it, whoever sent it: the program next to the shell leaves out what reaches for a
 * watcher's machine, and here it is left out once more, for that program may lie. One for each stream; an unfinished
 * sequence waits for its rest, at most 64 KiB.
 */
export function safeOutput(allow: (piece: Piece) => string = safeForWatchers): (chunk: string) => string {
  const reader = escapeReader()
  return chunk => reader.read(chunk).map(allow).join('')
}

/** Reads the lines of one recording, in their order, its output as watchers may get it. */
export function safeCastLines(): (line: string) => CastLine {
  const safe = safeCast()
  return line => safe(readCastLine(line))
}

/** The same of lines that are read already. */
export function safeCast(): (said: CastLine) => CastLine {
  const safe = safeOutput()
  return said => (said.kind === 'output' ? { kind: 'output', data: safe(said.data) } : said)
}

const many = (mode: string) => `(?:${mode})(?:;(?:${mode}))*`
const screenModes = new RegExp(`\\[(?:${many('4|6|20')}|\\?${many('[13567]|12|25|45|47|66|1047|1048|1049|2026')})[hl]$`)

/** The same for somebody's real terminal: modes of the screen alone, for its mouse and its keys are their own. */
export function safeForTerminal(piece: Piece): string {
  const safe = safeForWatchers(piece)
  const isMode = /(?:[hl]|\?[0-9;]*[rs])$/.test(safe) && piece.kind === 'csi'
  return isMode && !screenModes.test(safe) ? '' : safe
}
