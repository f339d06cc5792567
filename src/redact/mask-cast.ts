import { longestFirst } from './mask.ts'

/** One line of an asciicast v3 after its header: seconds since the line before, code, data. */
export type CastEvent = [number, string, string]

/** Stars secrets out of a recording while it is read. Lines come back in their order, some later than they were handed in. */
export interface CastMask {
  /** Lines without their newline; those that nothing to come can change any more. */
  add(lines: readonly string[]): string[]
  /** The rest. */
  end(): string[]
}

interface Held {
  line: string
  /** What it wrote onto the screen; a line that wrote nothing has none. */
  event?: CastEvent
  written: string
  hidden?: Set<number>
}

/** Written text that may be held back while a secret might still end behind it; a screen without letters never is one. */
const mostHeld = 4 * 1024 * 1024

/**
 * Stars secrets out of an asciicast v3 file, wherever its events split them: a typed secret is echoed letter by letter.
 * Control sequences and line breaks between the letters do not hide it. Each line stays as long as it was, byte for byte,
 * filled up with blanks after its JSON, so that whoever goes on writing the file goes on at the right place.
 * `all` stars every output.
 */
export function castMask(secrets: readonly string[], all = false): CastMask {
  const wanted = longestFirst(secrets)
  const solid = longestFirst(wanted.map(secret => secret.replace(/\s+/g, '')))
  const longest = solid[0]?.length ?? 0
  let held: Held[] = []
  let isFirst = true
  const told = (one: Held) => {
    const isHead = isFirst
    isFirst = false
    return maskedLine(one, wanted, all && !isHead)
  }
  return {
    add(lines) {
      held.push(...lines.map(heldLine))
      if (all || longest === 0) return held.splice(0).map(told)
      const text = held.map(one => one.written).join('')
      const plain = withoutControls(text)
      hide(held, plain, solid)
      return held.splice(0, linesBefore(held, settledTo(text, plain, longest))).map(told)
    },
    end: () => held.splice(0).map(told),
  }
}

function heldLine(line: string): Held {
  const event = parse(line)
  return { line, event, written: event?.[1] === 'o' ? event[2] : '' }
}

function parse(line: string): CastEvent | undefined {
  if (line[0] !== '[') return undefined
  try {
    const event: unknown = JSON.parse(line)
    return Array.isArray(event) && typeof event[1] === 'string' && typeof event[2] === 'string'
      ? (event as CastEvent)
      : undefined
  } catch {
    return undefined
  }
}

// CSI, OSC and two-byte escapes, then any other control character or blank: none of them is a letter of a secret.
const control = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]|[\x00-\x20\x7f]/g

/** A stretch that is no letter, and how many letters stand before it. */
interface Cut {
  from: number
  to: number
  letters: number
}

interface Plain {
  plain: string
  cuts: Cut[]
}

function withoutControls(text: string): Plain {
  const cuts: Cut[] = []
  let dropped = 0
  for (const match of text.matchAll(control)) {
    const to = match.index + match[0].length
    cuts.push({ from: match.index, to, letters: match.index - dropped })
    dropped += match[0].length
  }
  return { plain: text.replace(control, ''), cuts }
}

/** Where the n-th letter stands in the text. */
function placeOf(letter: number, cuts: readonly Cut[]): number {
  const before = lastWhere(cuts, cut => cut.letters <= letter)
  return before ? before.to + letter - before.letters : letter
}

function hide(held: readonly Held[], { plain, cuts }: Plain, solid: readonly string[]): void {
  const lines = placed(held)
  for (const secret of solid)
    for (let found = plain.indexOf(secret); found >= 0; found = plain.indexOf(secret, found + 1))
      for (let letter = found; letter < found + secret.length; letter++) {
        const place = placeOf(letter, cuts)
        const line = lastWhere(lines, ({ from }) => from <= place)
        if (line) line.one.hidden = (line.one.hidden ?? new Set()).add(place - line.from)
      }
}

/** The lines that wrote something, each with where its text begins in that of all. */
function placed(held: readonly Held[]): { one: Held; from: number }[] {
  let to = 0
  const lines = held.map(one => ({ one, from: (to += one.written.length) - one.written.length }))
  return lines.filter(({ one }) => one.written !== '')
}

/** Of a list in which first all are so and then none. */
function lastWhere<T>(list: readonly T[], isSo: (one: T) => boolean): T | undefined {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const one = list[middle]
    if (one !== undefined && isSo(one)) low = middle + 1
    else high = middle
  }
  return list[low - 1]
}

/** A sequence whose rest is still to come: its beginning looks like letters. */
const unfinished = /\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*)?$/

/** Up to where nothing that is still to come changes what is hidden: before the letters of a secret that may have begun. */
function settledTo(text: string, { plain, cuts }: Plain, longest: number): number {
  if (text.length > mostHeld) return text.length
  const looksLikeLetters = (unfinished.exec(text)?.[0].length ?? 1) - 1
  const letters = plain.length - looksLikeLetters - longest + 1
  return letters > 0 ? placeOf(letters - 1, cuts) + 1 : 0
}

function linesBefore(held: readonly Held[], settled: number): number {
  let at = 0
  const open = held.findIndex(one => (at += one.written.length) > settled)
  return open === -1 ? held.length : open
}

function maskedLine({ line, event, written, hidden }: Held, secrets: readonly string[], all: boolean): string {
  if (!event) return asLong(line, all && line.trim() !== '' ? '' : stars(line, secrets))
  const [wait, code, data] = event
  if (all) return asLong(line, JSON.stringify([wait, code, allStarred(code, data)]))
  if (code === 'o') return hidden ? asLong(line, JSON.stringify([wait, code, starredAt(written, hidden)])) : line
  const said = secrets.reduce((words, secret) => words.replaceAll(secret, '***'), data)
  // An event that says what it said before is left byte for byte as it was written.
  return said === data ? line : asLong(line, JSON.stringify([wait, code, said]))
}

const starredAt = (written: string, hidden: ReadonlySet<number>): string =>
  written
    .split('')
    .map((char, i) => (hidden.has(i) ? '*' : char))
    .join('')

/** Line breaks stay, so that the picture keeps its lines; every other character is a star. */
const allStarred = (code: string, data: string): string =>
  code === 'r' || code === 'x' ? data : data.replace(/[^\r\n]/g, '*')

const stars = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((said, secret) => said.replaceAll(secret, '*'.repeat(secret.length)), text)

const bytes = (text: string): number => new TextEncoder().encode(text).length

/** Padded with blanks to the old line's bytes; where a stranger's JSON was shorter than ours, nothing is left of the line. */
function asLong(before: string, after: string): string {
  if (before === after) return before
  const missing = bytes(before) - bytes(after)
  return missing < 0 ? ' '.repeat(bytes(before)) : after + ' '.repeat(missing)
}
