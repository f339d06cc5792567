import { isValueByItself } from './values.ts'
import { breaks, digit, kinds, letter, units, wordHash } from './word-kinds.ts'

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
  /** Of each word by itself. */
  hashes: Int32Array
  hash: number
  hash2: number
}

/** Words of one line at most; what follows belongs to the last one, as a value. */
const mostWords = 512
const equals = 61
const quote = 34
const longestQuoted = 200
const blank = 32
const comma = 44
const point = 46

export function wordsOfLine(): Words {
  const from = new Int32Array(mostWords)
  const to = new Int32Array(mostWords)
  const isValue = new Uint8Array(mostWords)
  const hashes = new Int32Array(mostWords)
  const words: Words = { read, count: 0, from, to, isValue, hashes, hash: 0, hash2: 0 }
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
      hashes[count] = word
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
        // `tag="View Lock"`: what is quoted is one.
        if (first === quote && i >= 2 && bytes[i - 2] === equals) {
          const close = closingQuote(bytes, i, end)
          if (close > i) add(i, close, true, 1)
          if (close > i) i = close + 1
        }
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
      } else if (isValueByItself(bytes, at, i, end, is, word)) add(at, i, true, 1)
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

function closingQuote(bytes: Uint8Array, at: number, end: number): number {
  for (let i = at; i < Math.min(end, at + longestQuoted); i++) if (bytes[i] === quote) return i
  return -1
}

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
