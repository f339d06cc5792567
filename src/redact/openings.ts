import type { Opening } from './scan.ts'

/**
 * Letters in five bits: small and capital the same, every digit the same, `-` the same as `_`, `|` and `%` the same as `/`.
 * Four of them in a row are 20 bits, so one look into a table of a million says whether anything known begins there.
 */
export const codes = codesOfLetters()
export const rows = (1 << 20) - 1

export interface Openings {
  /** By four letters: 0, or which of `known` may begin with them. */
  table: Uint16Array
  known: readonly (readonly Opening[])[]
}

export function openingsOf(all: readonly Opening[]): Openings {
  const byRow = new Map<number, Opening[]>()
  for (const opening of all)
    for (const row of rowsOf(opening.says.slice(0, 4))) byRow.set(row, [...(byRow.get(row) ?? []), opening])
  const table = new Uint16Array(rows + 1)
  const known: Opening[][] = [[]]
  for (const [row, openings] of byRow) table[row] = known.push(openings) - 1
  return { table, known }
}

/** Whether an opening stands here, by its letters or by what they are in any case. */
export function stands({ says, isAnyCase }: Opening, text: string, at: number): boolean {
  if (!isAnyCase) return text.startsWith(says, at)
  for (let letter = 0; letter < says.length; letter++)
    if (codeOf(text.charCodeAt(at + letter)) !== codeOf(says.charCodeAt(letter))) return false
  return true
}

/** What is shorter than four letters may go on with any. */
function rowsOf(says: string): number[] {
  let found = [0]
  for (let letter = 0; letter < 4; letter++) {
    const next =
      letter < says.length ? [codeOf(says.charCodeAt(letter))] : Array.from({ length: 32 }, (_, code) => code)
    found = found.flatMap(row => next.map(code => (row << 5) | code))
  }
  return found
}

const codeOf = (letter: number): number => (letter < 128 ? (codes[letter] ?? 0) : 0)

function codesOfLetters(): Uint8Array {
  const table = new Uint8Array(128)
  for (let letter = 0; letter < 26; letter++) table[0x41 + letter] = table[0x61 + letter] = letter + 1
  for (let digit = 0; digit < 10; digit++) table[0x30 + digit] = 27
  for (const [letters, code] of [
    ['_-', 28],
    ['.', 29],
    [':', 30],
    ['/|%', 31],
  ] as const)
    for (const letter of letters) table[letter.charCodeAt(0)] = code
  return table
}
