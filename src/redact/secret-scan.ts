import { hiddenIn, suspicion } from './encoded.ts'
import type { WordTree } from './word-tree.ts'

/** What must not be shown: words in all their encodings, without their blanks (`solid`), and keys that are known by their digest alone. */
export interface NotShown {
  words: WordTree
  /** Asked of 32 hexadecimal digits. */
  isKey(word: string): boolean
}

/**
 * Reads what a terminal prints, in whatever pieces, and says which of its characters are letters of a secret. Control sequences
 * between the letters do not hide it, nor do blanks and line breaks in a word that is known; a token or a key ends at them, unless
 * a prompt was too long for its line. Places count from the
 * first character that was ever read.
 */
export interface SecretScan {
  read(text: string): void
  /** Letters read so far: what is no control. */
  letters(): number
  /** Where what may still become a secret begins; undefined when nothing began that is worth waiting for. */
  pendingFrom(): number | undefined
  /** The places of what has begun that nobody may see before it is known: more than the half of it. */
  guarded(): number[]
}

/** Fewer letters of a word are not waited for: too many words begin like it. */
const leastOfWord = 4
/** The same of the random part of a token. */
const leastOfToken = 12
/** What may be seen of a token that has begun and goes on only later. */
const mostOfToken = 12
const tokenLetters = 43
const keyDigits = 32
/** Half a key: shorter runs of digits are ids of all kinds. */
const leastOfKey = 17
/** What says as many letters as are waited for is longer than this, in any encoding. */
const shortestRun = 20
/** What is seen of a run that is read in another way. */
const leastOfRun = 24
const runSeenAtOnce = 512
const lookEach = 256

/** Letters that are kept: as many as the longest word has, and a run that is read in another way. */
const keptLetters = 4_096
const lastKept = keptLetters - 1

const openers = ['fl_', 'fld_', 'join_', 'session_', 'whsec_', '/a/']
const hex = 1
const ofRun = 2
const token = 4
const endsOpener = 8
const opens = 16
const isBreak = 32
/** A control, or no ASCII: read letter by letter. */
const unknown = 64
const kinds = kindsOfLetters()

/** `hide` is told the places of a secret's letters, in order, as soon as its last one is read. */
export function secretScan(knows: () => NotShown, hide: (places: readonly number[]) => void): SecretScan {
  const places = new Float64Array(keptLetters)
  const letters = new Uint16Array(keptLetters)
  let known = knows()
  let count = 0
  let at = 0
  let sequence = ''
  let state = 0
  let last = 0
  let tokens: { start: number; from: number }[] = []
  let digits = 0
  let inRun = 0
  let lookedAt = 0
  const run = suspicion()
  let openRun: number | undefined
  /** A blank came: a prompt that goes over the edge of its screen writes one and goes back. */
  let blank = false
  /** It went back to the edge: some write the letter that goes over it once more. */
  let returned = false

  const hideFrom = (letter: number, to = count) => {
    const hidden: number[] = []
    for (let n = Math.max(letter, count - keptLetters, 0); n < to; n++) hidden.push(places[n & lastKept] ?? 0)
    hide(hidden)
  }
  const lastLetters = (many: number): string => {
    let said = ''
    for (let n = count - many; n < count; n++) said += String.fromCharCode(letters[n & lastKept] ?? 0)
    return said
  }
  const lookIntoRun = (isOpen: boolean) => {
    openRun = undefined
    const many = Math.min(inRun, runSeenAtOnce)
    const from = count - many
    for (const stretch of hiddenIn(lastLetters(many), known.isKey, isOpen)) {
      if (stretch.isOpen) openRun = Math.min(openRun ?? count, from + stretch.from)
      else hideFrom(from + stretch.from, from + stretch.to)
    }
    lookedAt = inRun
  }
  const endRun = () => {
    if (run.isRaised()) lookIntoRun(false)
    if (inRun >= shortestRun) run.calm()
    inRun = 0
    lookedAt = 0
    openRun = undefined
  }
  const endDigits = () => {
    if (digits === keyDigits && known.isKey(lastLetters(keyDigits))) hideFrom(count - keyDigits)
    digits = 0
  }
  const endOfWord = () => {
    endRun()
    endDigits()
    tokens = []
    blank = false
    returned = false
  }
  const readTokens = (letter: number, kind: number) => {
    if (tokens.length > 0) {
      tokens = (kind & token) === 0 ? [] : tokens
      // Longer ones are hidden to their end.
      for (const { start, from } of tokens) {
        if (count - from === tokenLetters) hideFrom(start)
        if (count - from > tokenLetters) hideFrom(count - 1)
      }
    }
    if (letter !== 0x5f && letter !== 0x2f) return
    const before = letters[(count - 2) & lastKept] ?? 0
    if (((kinds[before] ?? 0) & endsOpener) === 0) return
    for (const opener of openers)
      if (count >= opener.length && lastLetters(opener.length) === opener)
        tokens.push({ start: count - opener.length, from: count })
  }
  const readLetter = (letter: number, place: number) => {
    const isAgain = returned && letter === last
    returned = false
    if (isAgain) {
      places[(count - 1) & lastKept] = place
      return
    }
    const kind = letter < 128 ? (kinds[letter] ?? 0) : 0
    if ((kind & hex) === 0 && digits > 0) endDigits()
    if ((kind & ofRun) === 0 && inRun > 0) endRun()
    places[count & lastKept] = place
    letters[count & lastKept] = letter
    count += 1
    state = known.words.step(state, last, letter)
    last = letter
    const ends = state === 0 ? 0 : known.words.ends(state)
    if (ends > 0) hideFrom(count - ends)
    if (tokens.length > 0 || letter === 0x5f || letter === 0x2f) readTokens(letter, kind)
    if ((kind & hex) !== 0) digits += 1
    if ((kind & ofRun) === 0) return
    inRun += 1
    if (inRun < shortestRun) return
    if (inRun === shortestRun) for (const one of lastLetters(shortestRun - 1)) run.letter(one.charCodeAt(0))
    run.letter(letter)
    if (run.isRaised() && inRun - lookedAt >= lookEach) lookIntoRun(true)
  }

  /** Goes on while nothing has begun: the same as below, and what nearly all output needs. Returns where it stopped. */
  const quietly = (text: string, from: number): number => {
    if (sequence !== '' || state !== 0 || blank || returned || tokens.length > 0 || inRun >= shortestRun) return from
    const { pairs } = known.words
    const { length } = text
    let n = count
    let hexDigits = digits
    let ofRunNow = inRun
    let before = last
    let i = from
    for (; i < length; i++) {
      const letter = text.charCodeAt(i)
      if (letter >= 128 || before >= 128) break
      const kind = kinds[letter] as number
      if ((kind & isBreak) !== 0) {
        if (hexDigits === keyDigits) break
        if (letter === 0x20 && (i + 1 === length || text.charCodeAt(i + 1) === 0x0d)) break
        if (letter === 0x0d && text.charCodeAt(i + 1) !== 0x0a) break
        if (letter !== 0x0d) hexDigits = ofRunNow = 0
        continue
      }
      if (pairs[(before << 7) | letter] !== 0 || (kind & unknown) !== 0) break
      if ((kind & opens) !== 0 && ((kinds[before] as number) & endsOpener) !== 0) break
      if ((kind & ofRun) === 0) ofRunNow = 0
      else if (ofRunNow + 1 >= shortestRun) break
      else ofRunNow += 1
      if ((kind & hex) !== 0) hexDigits += 1
      else if (hexDigits === keyDigits) break
      else hexDigits = 0
      places[n & lastKept] = at + i
      letters[n & lastKept] = letter
      n += 1
      before = letter
    }
    count = n
    digits = hexDigits
    inRun = ofRunNow
    last = before
    return i
  }

  return {
    read(text) {
      const now = knows()
      if (now !== known) state = 0
      known = now
      for (let i = quietly(text, 0); i < text.length; i = quietly(text, i + 1)) {
        const letter = text.charCodeAt(i)
        if (sequence !== '') sequence = afterInSequence(sequence, letter)
        else if (letter < 0x20 || (letter >= 0x7f && letter < 0xa0)) {
          sequence = begins(letter)
          if (letter === 0x0a) endOfWord()
          if (letter !== 0x0d) continue
          returned = !blank
          blank = false
        } else if (letter === 0x20) {
          if (blank) endOfWord()
          blank = true
        } else {
          if (blank) endOfWord()
          readLetter(letter, at + i)
        }
      }
      at += text.length
      if (digits === keyDigits && known.isKey(lastLetters(keyDigits))) hideFrom(count - keyDigits)
      if (run.isRaised() && inRun !== lookedAt) lookIntoRun(true)
    },
    letters: () => count,
    pendingFrom() {
      const begun = known.words.begun(state)
      const ofWord = begun >= leastOfWord ? count - begun : undefined
      // Behind a blank nothing goes on but a word, and the rare prompt that is cut at the edge of its screen.
      const others = blank
        ? []
        : [
            tokens.find(one => count - one.from >= leastOfToken && count - one.from < tokenLetters)?.start,
            digits >= leastOfKey && digits < keyDigits ? count - digits : undefined,
            openRun,
          ]
      const from = [ofWord, ...others].filter(one => one !== undefined)
      return from.length === 0 ? undefined : places[Math.min(...from) & lastKept]
    },
    guarded() {
      const from = [
        count - known.words.beyondHalf(state),
        ...tokens.filter(one => count - one.from < tokenLetters).map(one => one.from + mostOfToken),
        digits < keyDigits ? count - digits + leastOfKey : count,
        (openRun ?? count) + leastOfRun,
      ]
      const guards: number[] = []
      for (let n = Math.max(0, Math.min(...from)); n < count; n++) guards.push(places[n & lastKept] ?? 0)
      return guards
    },
  }
}

/** A whole text with its secrets starred, as long as it was. */
export function starred(text: string, knows: NotShown): string {
  const hidden = new Set<number>()
  const scan = secretScan(
    () => knows,
    places => places.forEach(place => hidden.add(place)),
  )
  // A line that ends here is over.
  scan.read(`${text}\n`)
  return hidden.size === 0 ? text : starredAt(text, place => hidden.has(place))
}

/** As words are looked for. */
export const solid = (word: string): string => word.replace(/\s+/g, '')

export function starredAt(text: string, isHidden: (index: number) => boolean): string {
  let said = ''
  for (let i = 0; i < text.length; i++) said += isHidden(i) ? '*' : text[i]
  return said
}

/** What a control character begins: `e` after ESC, `c` a control sequence, `s` a string to a device; '' nothing. */
const begins = (letter: number): string =>
  letter === 0x1b ? 'e' : letter < 0x90 ? '' : letter === 0x9b ? 'c' : strings.has(letter) ? 's' : ''

const strings = new Set([0x90, 0x98, 0x9d, 0x9e, 0x9f])

function afterInSequence(sequence: string, letter: number): string {
  if (letter === 0x18 || letter === 0x1a) return ''
  // ESC ends a string, with a backslash or with whatever else it begins.
  if (letter === 0x1b) return 'e'
  if (sequence === 's') return letter === 0x07 || letter === 0x9c ? '' : 's'
  if (sequence === 'c') return letter >= 0x40 && letter <= 0x7e ? '' : 'c'
  if (letter < 0x20) return sequence
  if (letter === 0x5b) return 'c'
  if ([0x50, 0x58, 0x5d, 0x5e, 0x5f].includes(letter)) return 's'
  return letter >= 0x20 && letter <= 0x2f ? sequence : ''
}

function kindsOfLetters(): Uint8Array {
  const kinds = new Uint8Array(128)
  const mark = (all: string, kind: number) => {
    for (const char of all) kinds[char.charCodeAt(0)] = (kinds[char.charCodeAt(0)] ?? 0) | kind
  }
  const small = 'abcdefghijklmnopqrstuvwxyz'
  const word = `0123456789${small}${small.toUpperCase()}-_`
  mark('0123456789abcdefABCDEF', hex)
  mark(`${word}+/`, ofRun)
  mark(word, token)
  mark(openers.map(opener => opener.at(-2)).join(''), endsOpener)
  mark(openers.map(opener => opener.at(-1)).join(''), opens)
  mark(' \r\n', isBreak)
  for (let letter = 0; letter < 128; letter++)
    if ((letter < 0x20 || letter === 0x7f) && !kinds[letter]) kinds[letter] = unknown
  return kinds
}
