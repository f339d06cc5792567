/** Kinds of letters that values are made of. A run is as many of one kind as follow each other. */
export const digit = 0
export const hex = 1
export const capitals = 2
export const alnum = 3
export const word = 4
export const base64 = 5
export const dotted = 6
/** What a value behind a vendor's name may hold. */
export const wide = 7
/** What an unquoted password may hold: all but blanks, quotes and what ends a value. */
export const plain = 8
/** A part of a web token, as it is also written with `+`, `/` and backslashes. */
export const web = 10
/** What stands between a name and what separates it from its value. */
export const ofName = 9
export type Kind = number

const digits = '0123456789'
const big = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const small = big.toLowerCase()
const kindsOf = new Uint16Array(128)
const mark = (kind: Kind, letters: string) => {
  for (const letter of letters) kindsOf[letter.charCodeAt(0)] = (kindsOf[letter.charCodeAt(0)] ?? 0) | (1 << kind)
}
mark(digit, digits)
mark(hex, `${digits}abcdefABCDEF`)
mark(capitals, digits + big)
mark(alnum, digits + big + small)
mark(word, `${digits}${big}${small}_-`)
mark(base64, `${digits}${big}${small}+/`)
mark(dotted, `${digits}${big}${small}_-.=`)
mark(wide, `${digits}${big}${small}_-.=+/%~:|`)
mark(web, `${digits}${big}${small}_-+/\\`)
mark(ofName, `${digits}${big}${small}_-. \t`)
for (let letter = 0x21; letter < 0x7f; letter++)
  if (!'"\',;&`<>'.includes(String.fromCharCode(letter))) mark(plain, String.fromCharCode(letter))
const beyondAscii = 1 << plain

export const isOf = (kind: Kind, letter: number): boolean =>
  ((letter < 128 ? (kindsOf[letter] ?? 0) : beyondAscii) & (1 << kind)) !== 0

/** Where the run of a kind that goes on at a place ends. Asked often in one text, it still reads each letter once. */
export type RunEnd = (kind: Kind, at: number) => number

export function runsOf(text: string): RunEnd {
  const begins: number[] = []
  const ends: number[] = []
  return (kind, at) => {
    if (at >= (begins[kind] ?? 0) && at < (ends[kind] ?? 0)) return ends[kind] ?? at
    let end = at
    while (end < text.length && isOf(kind, text.charCodeAt(end))) end++
    if (end === at) return at
    begins[kind] = at
    ends[kind] = end
    return end
  }
}
