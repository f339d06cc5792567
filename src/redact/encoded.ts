/** A stretch of letters that hides something, or whose end may be the beginning of it. */
export interface Stretch {
  from: number
  to: number
  isOpen: boolean
}

const shape = /(?:fld?|join|session|whsec)_[A-Za-z0-9_-]{43}/g
const key = /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/gi
const begun = /(?:(?:fld?|join|session|whsec)_[A-Za-z0-9_-]{12,42}|(?<![0-9a-f])[0-9a-f]{17,31})$/i

/**
 * What a run of letters says when it is read as base64 or as hexadecimal, beginning at each of its letters: tokens by their shape
 * and keys that `isKey` knows. `isOpen`: the run may go on.
 */
export function hiddenIn(run: string, isKey: (word: string) => boolean, isOpen: boolean): Stretch[] {
  const found: Stretch[] = []
  const standard = run.replaceAll('-', '+').replaceAll('_', '/')
  for (let phase = 0; phase < 4; phase++) add(decoded(standard.slice(phase)), phase, 4 / 3)
  const hex = /[0-9a-f]{34,}$|[0-9a-f]{64,}/i.exec(run)
  for (let phase = 0; hex && phase < 2; phase++) add(fromHex(hex[0].slice(phase)), hex.index + phase, 2)
  return found

  function add(said: string, phase: number, wide: number): void {
    const place = (from: number, to: number) => ({
      from: phase + Math.floor(from * wide),
      to: Math.min(run.length, phase + Math.ceil(to * wide)),
    })
    for (const { index, 0: word } of said.matchAll(shape))
      found.push({ ...place(index, index + word.length), isOpen: false })
    for (const { index, 0: word } of said.matchAll(key))
      if (isKey(word)) found.push({ ...place(index, index + word.length), isOpen: false })
    const start = isOpen ? begun.exec(said)?.index : undefined
    if (start !== undefined) found.push({ ...place(start, said.length), to: run.length, isOpen: true })
  }
}

/** One character a byte; what would be half a byte is left out. */
function decoded(base64: string): string {
  const rest = base64.length % 4
  return atob(rest === 1 ? base64.slice(0, -1) : base64)
}

function fromHex(digits: string): string {
  let said = ''
  for (let at = 0; at + 1 < digits.length; at += 2)
    said += String.fromCharCode(Number.parseInt(digits.slice(at, at + 2), 16))
  return said
}

/** Tells cheaply, letter by letter, whether a run is worth reading so: nearly none is. */
export interface Suspicion {
  /** One more letter of the run, a UTF-16 unit. */
  letter(letter: number): void
  /** It says something that may be a token or a key, or the beginning of one. */
  isRaised(): boolean
  /** As if nothing had been read before the next letter. */
  calm(): void
}

/** By chance one byte in four is a letter of a token, and one in eleven a digit of a key. */
const lettersInARow = 14

export function suspicion(): Suspicion {
  // Of each way to read it (four as base64, two as hexadecimal): how many token letters and digits came last, one after the other.
  const inARow = new Int32Array(6)
  let last = 0
  let lastDigit = 0
  let turn = 0
  let isRaised = false
  const byte = (way: number, value: number) => {
    const now = isOfToken[value] === 1 ? (inARow[way] ?? 0) + 1 : 0
    inARow[way] = now
    if (now >= lettersInARow) isRaised = true
  }
  return {
    letter(letter) {
      const six = values[letter] ?? 0
      const both = (last << 6) | six
      last = six
      // Which of the four readings has a byte complete here, and which bits of the last two letters it is.
      byte((turn + 1) & 3, (both >> 4) & 255)
      byte((turn + 2) & 3, (both >> 2) & 255)
      byte((turn + 3) & 3, both & 255)
      const digit = digits[letter] ?? 16
      if (digit === 16) inARow[4] = inARow[5] = 0
      else byte(4 + (turn & 1), (lastDigit << 4) | digit)
      lastDigit = digit & 15
      turn = (turn + 3) & 3
    },
    isRaised: () => isRaised,
    calm() {
      isRaised = false
      inARow.fill(0)
    },
  }
}

const word = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const values = tableOf(`${word}+/`)
values['-'.charCodeAt(0)] = 62
values['_'.charCodeAt(0)] = 63
const digits = tableOf('0123456789abcdef', 16)
for (let i = 0; i < 6; i++) digits['A'.charCodeAt(0) + i] = 10 + i
const isOfToken = new Uint8Array(256)
for (const char of `${word}-_`) isOfToken[char.charCodeAt(0)] = 1

function tableOf(letters: string, other = 0): Uint8Array {
  const table = new Uint8Array(128).fill(other)
  for (let i = 0; i < letters.length; i++) table[letters.charCodeAt(i)] = i
  return table
}
