const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const time = /^\d{4}-\d\d-\d\d([T_ ]|$)/

/** What Kubernetes names pods: it draws from these letters alone. */
const pod = /^[a-z][a-z0-9-]{0,200}-[bcdf-hj-np-tv-xz2-9]{8,10}-[bcdf-hj-np-tv-xz2-9]{5}$/

export const isUuid = (text: string): boolean => uuid.test(text)

/**
 * Whether a value looks like drawn by chance: letters and digits mixed over so many, or a long number. Times, UUIDs, addresses,
 * versions, names of hosts and paths are none. A guess, asked only behind a name that speaks of secrets.
 */
export function isMachineMade(text: string, least: number): boolean {
  if (text.length < least || text.length > 4_000 || time.test(text) || isUuid(text) || pod.test(text)) return false
  const { letters, digits, changes, longest, hasBreaks } = lookOf(text)
  if (letters === 0) return digits >= 16 && longest === text.length
  if (digits === 0) return false
  if (hasBreaks) return longest >= 20 || (text.length >= 40 && changes * 8 >= text.length)
  if (text.length >= 30) return longest >= 12 || changes >= 4
  return longest >= Math.min(12, least) && (text.length >= 20 || (digits >= 2 && changes >= 2))
}

interface Look {
  letters: number
  digits: number
  /** How often a digit stands beside a letter. */
  changes: number
  /** The longest piece between signs. */
  longest: number
  /** Dots, colons, strokes: an address or a path, unless its pieces are long. */
  hasBreaks: boolean
}

function lookOf(text: string): Look {
  const look = { letters: 0, digits: 0, changes: 0, longest: 0, hasBreaks: false }
  let piece = 0
  let before = 0
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at)
    const isDigit = letter >= 0x30 && letter <= 0x39
    const kind = isDigit ? 1 : (letter | 32) >= 0x61 && (letter | 32) <= 0x7a ? 2 : 0
    if (kind === 1) look.digits++
    if (kind === 2) look.letters++
    if (kind + before === 3) look.changes++
    if (kind === 0 && (letter === 0x2e || letter === 0x3a || letter === 0x2f)) look.hasBreaks = true
    piece = kind === 0 ? 0 : piece + 1
    look.longest = Math.max(look.longest, piece)
    before = kind
  }
  return look
}
