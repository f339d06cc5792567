import { oneToOne } from './bytes-text.ts'
import { breaks, dateWords, digit, dot, hexLetter, isHostEnd, isHostName, kinds, letter, slash, units, wordHash, zones } from './word-kinds.ts'

/** What stands for a value in the words of a line: a number, an address, a path, whatever differs from line to line by its nature. */
export const value = '\u0001'

/**
 * The words of one line, read in one pass. A word is what stands between blanks and `, = : ; | "`; values in a row are one. The numbers
 * stand for these words and their order; two lines that differ in their values alone have the same.
 */
export interface Words {
  read(bytes: Uint8Array, from: number, to: number): void
  count: number
  /** Where each begins and ends. */
  from: Int32Array
  to: Int32Array
  isValue: Uint8Array
  hash: number
  hash2: number
}

/** Words of one line at most; what follows belongs to the last one, as a value. */
const mostWords = 512
const colon = 58
const equals = 61
const blank = 32
const comma = 44
const point = 46
const solidus = 47

export function wordsOfLine(): Words {
  const from = new Int32Array(mostWords)
  const to = new Int32Array(mostWords)
  const isValue = new Uint8Array(mostWords)
  const words: Words = { read, count: 0, from, to, isValue, hash: 0, hash2: 0 }
  return words

  function read(bytes: Uint8Array, begin: number, end: number): void {
    let count = 0
    let hash = 0x9e3779b1
    let hash2 = 0x85ebca6b
    let lastIsValue = false
    const add = (at: number, until: number, isOne: boolean, word: number) => {
      if (count === mostWords) isOne = lastIsValue = true
      if (isOne && lastIsValue) {
        to[count - 1] = until
        return
      }
      from[count] = at
      to[count] = until
      isValue[count] = isOne ? 1 : 0
      count++
      lastIsValue = isOne
      hash = Math.imul(hash ^ word, 0x85ebca6b)
      hash ^= hash >>> 15
      hash2 = Math.imul(hash2 ^ (word + 0x7f4a7c15), 0xc2b2ae35)
      hash2 ^= hash2 >>> 13
    }
    for (let i = begin; i < end; ) {
      const first = bytes[i] as number
      if (((kinds[first] as number) & breaks) !== 0) {
        i++
        // `user=` with nothing behind it has an empty value.
        if (first === equals && isEmptyAt(bytes, i, end)) add(i, i, true, 1)
        continue
      }
      if (isLeader(bytes, i, end)) {
        while (i < end && bytes[i] === point) i++
        continue
      }
      const at = i
      let is = 0
      let word = wordHash.first
      for (; i < end; i++) {
        const byte = bytes[i] as number
        const kind = kinds[byte] as number
        if ((kind & breaks) !== 0) break
        if (byte === point && isLeader(bytes, i, end)) break
        is |= kind === 0 ? 128 : kind
        word = Math.imul(word ^ byte, 0x01000193)
      }
      if ((is & digit) !== 0) {
        i = withUnit(bytes, i, end)
        add(at, i, true, 1)
      } else if (isOneByItself(bytes, at, i, end, is, word)) add(at, i, true, 1)
      else add(at, i, false, word)
    }
    words.count = count
    words.hash = hash | 0
    words.hash2 = (hash2 ^ count) | 0
  }
}

/** Dots in a row that lead the eye to a value. */
const isLeader = (bytes: Uint8Array, i: number, end: number): boolean =>
  i + 2 < end && bytes[i] === point && bytes[i + 1] === point && bytes[i + 2] === point

const isEmptyAt = (bytes: Uint8Array, i: number, end: number): boolean =>
  i >= end || bytes[i] === blank || bytes[i] === comma

/** Where a number ends whose unit stands behind it: `451 bytes`, `0.44 KB)`. */
function withUnit(bytes: Uint8Array, i: number, end: number): number {
  if (bytes[i] !== blank || i >= end) return i
  let word = wordHash.first
  let at = i + 1
  for (; at < end && ((kinds[bytes[at] as number] as number) & letter) !== 0; at++)
    word = Math.imul(word ^ (bytes[at] as number), 0x01000193)
  if (!units.has(word)) return i
  while (at < end && ((kinds[bytes[at] as number] as number) & (breaks | letter | digit)) === 0) at++
  return at >= end || ((kinds[bytes[at] as number] as number) & breaks) !== 0 ? at : i
}

/** Whether a word without a digit is a value all the same. */
function isOneByItself(bytes: Uint8Array, at: number, to: number, end: number, is: number, word: number): boolean {
  const length = to - at
  const next = to < end ? bytes[to] : undefined
  if (next === colon && bytes[to + 1] === solidus && bytes[to + 2] === solidus && to + 2 < end) return true
  if (length === 2 && bytes[at] === 40 && bytes[at + 1] === 41) return true
  if ((is & slash) !== 0 && isPath(bytes, at, to)) return true
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

const opens = (byte: number | undefined): boolean => byte === 40 || byte === 91 || byte === 60 || byte === 39 || byte === 123
const isSlash = (byte: number | undefined): boolean => byte === solidus || byte === 92

/** `/var/log`, `//host`, `\\share`; a lone `/word` only says what kind of thing it is. */
function isPath(bytes: Uint8Array, at: number, to: number): boolean {
  while (at < to && opens(bytes[at])) at++
  if (!isSlash(bytes[at])) return false
  if (bytes[at] === 92 || isSlash(bytes[at + 1])) return true
  for (let i = at + 2; i < to - 1; i++) if (isSlash(bytes[i])) return true
  return false
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
