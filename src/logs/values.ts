import { oneToOne } from './bytes-text.ts'
import {
  dateWords,
  digit,
  dot,
  hexLetter,
  isHostEnd,
  isHostName,
  kinds,
  letter,
  slash,
  wordHash,
  zones,
} from './word-kinds.ts'

const colon = 58
const equals = 61
const point = 46
const solidus = 47

/**
 * Whether a word without a digit is a value all the same: an address, a path, a host, a part of a date. It stands from `at` to `to` in a line that
 * goes on to `end`; `is` are the kinds of its letters, `word` is its hash.
 */
export function isValueByItself(
  bytes: Uint8Array,
  at: number,
  to: number,
  end: number,
  is: number,
  word: number,
): boolean {
  const length = to - at
  const next = to < end ? bytes[to] : undefined
  if (next === colon && bytes[to + 1] === solidus && bytes[to + 2] === solidus && to + 2 < end) return true
  if (length === 2 && bytes[at] === 40 && bytes[at + 1] === 41) return true
  if ((is & slash) !== 0 && isPath(bytes, at, to, (is & dot) !== 0)) return true
  if ((is & dot) !== 0 && bytes[at - 1] === equals && isLowerCase(bytes, at, to)) return true
  if ((is & dot) !== 0 && length > 3 && isHost(bytes, at, to, end)) return true
  if ((is & ~(letter | hexLetter)) !== 0) return false
  if (length >= 8 && isHex(bytes, at, to)) return true
  if (length === 2 && (next === colon || bytes[at - 1] === colon) && isHex(bytes, at, to)) return true
  if (length === 3 && dateWords.has(word)) return isInDate(bytes, to, end)
  return (length === 3 || length === 4) && zones.has(word) && isDigit(bytes, to + 1, end)
}

const isDigit = (bytes: Uint8Array, i: number, end: number): boolean =>
  i < end && ((kinds[bytes[i] as number] as number) & digit) !== 0

function isHex(bytes: Uint8Array, at: number, to: number): boolean {
  for (let i = at; i < to; i++) if (((kinds[bytes[i] as number] as number) & hexLetter) === 0) return false
  return true
}

/** `Jun 14`, `Jun  4`, `Sat Jun 11`. */
function isInDate(bytes: Uint8Array, to: number, end: number): boolean {
  if (isDigit(bytes, to + 1, end) || isDigit(bytes, to + 2, end)) return true
  if (to + 4 > end) return false
  let next = wordHash.first
  for (let i = to + 1; i < to + 4; i++) next = Math.imul(next ^ (bytes[i] as number), 0x01000193)
  return dateWords.has(next)
}

const opens = (byte: number | undefined): boolean =>
  byte === 40 || byte === 91 || byte === 60 || byte === 39 || byte === 123
const isSlash = (byte: number | undefined): boolean => byte === solidus || byte === 92

/** `/var/log`, `//host`, `\\share`, `conf/shop.yaml`; a lone `/word` only says what kind of thing it is. */
function isPath(bytes: Uint8Array, at: number, to: number, hasDot: boolean): boolean {
  while (at < to && opens(bytes[at])) at++
  if (!isSlash(bytes[at])) return hasDot && hasSlashAndDot(bytes, at, to)
  if (bytes[at] === 92 || isSlash(bytes[at + 1])) return true
  for (let i = at + 2; i < to - 1; i++) if (isSlash(bytes[i])) return true
  return false
}

/** Both between other letters, so no end of a sentence. */
function hasSlashAndDot(bytes: Uint8Array, at: number, to: number): boolean {
  let [slashes, dots] = [0, 0]
  for (let i = at + 1; i < to - 1; i++) {
    if (isSlash(bytes[i])) slashes++
    else if (bytes[i] === point) dots++
  }
  return slashes > 0 && dots > 0
}

/** A dotted name without a capital, which says which one: `name=org.example.shop`. */
function isLowerCase(bytes: Uint8Array, at: number, to: number): boolean {
  let dots = 0
  for (let i = at; i < to; i++) {
    const byte = bytes[i] as number
    if (byte >= 65 && byte <= 90) return false
    if (byte === point && i > at && i < to - 1) dots++
  }
  return dots > 0
}

function isHost(bytes: Uint8Array, at: number, to: number, end: number): boolean {
  while (at < to && opens(bytes[at])) at++
  while (to > at && ((kinds[bytes[to - 1] as number] as number) & letter) === 0) to--
  let last = wordHash.first
  let parts = 1
  for (let i = at; i < to; i++) {
    const byte = bytes[i] as number
    if (byte === point) parts++
    last = byte === point ? wordHash.first : Math.imul(last ^ byte, 0x01000193)
  }
  if (parts === 1) return false
  if (bytes[to] === colon && isDigit(bytes, to + 1, end)) return true
  return isHostEnd(last, parts) && isHostName(oneToOne(bytes, at, to))
}
