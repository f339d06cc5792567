import type { RunEnd } from './letters.ts'

/** One reading of a text, from its beginning to its end. */
export interface Scan {
  text: string
  runEnd: RunEnd
  /** A secret stands from here to there. */
  found(from: number, to: number): void
  /** What came before and gives later words their meaning; -1 for nothing yet. */
  seen: { curl: number; secretKind: number; data: number; looked: number }
}

/** Looks at what begins at a place; returns where to read on, or the place itself when nothing is hidden there. */
export type Find = (scan: Scan, at: number) => number

/** What makes a reader look closer: these very letters, or in any case, where `_` is also `-`. */
export interface Opening {
  says: string
  isAnyCase?: boolean
  find: Find
}

/** No letter or digit stands before: the beginning of a text, a blank, a sign, an escaped line break or a colour. */
export function isBoundary(text: string, at: number): boolean {
  if (at === 0) return true
  const before = text.charCodeAt(at - 1)
  if (!isLetterOrDigit(before)) return true
  const escapes = text.charCodeAt(at - 2)
  if (escapes === 0x5c) return before === 0x6e || before === 0x72 || before === 0x74
  if (escapes === 0x25 || text.charCodeAt(at - 3) === 0x25) return true
  return before === 0x6d && isColour(text, at - 2)
}

const isLetterOrDigit = (letter: number): boolean =>
  (letter >= 0x30 && letter <= 0x39) || (letter >= 0x41 && letter <= 0x5a) || (letter >= 0x61 && letter <= 0x7a)

/** `ESC [ 1 ; 31` up to here. */
function isColour(text: string, last: number): boolean {
  for (let at = last; at > last - 12 && at > 0; at--) {
    const letter = text.charCodeAt(at)
    if (letter === 0x5b) return text.charCodeAt(at - 1) === 0x1b || text.startsWith('u001b', at - 5)
    if (letter !== 0x3b && (letter < 0x30 || letter > 0x39)) return false
  }
  return false
}
