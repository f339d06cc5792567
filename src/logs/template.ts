import { isHostName } from './word-kinds.ts'
import { type Words, wordsOfLine } from './words.ts'
import { placeholder, tidy } from './tidy.ts'

/**
 * The text that stands for all these lines, `<*>` where they differ or a value stands. Looked at more closely than when they were told apart: of a
 * word with a value in it, what never differs and has no digit stays. Of lines that were cut, it goes as far as the shortest.
 */
export function templateOf(lines: readonly string[]): string {
  const read = lines.map(readLine)
  const counts = read.map(({ words }) => words.length)
  const count = Math.min(...counts)
  const isCut = counts.some(one => one !== count)
  let text = ''
  for (let at = 0; at <= count; at++) {
    if (at === count && isCut) return tidy(`${text} <*>`)
    text += mostOften(read.map(line => line.gaps[at] ?? ''))
    if (at < count) text += column(read.map(line => line.words[at] as Word))
  }
  return tidy(text)
}

interface Word {
  text: string
  isValue: boolean
}
interface ReadLine {
  words: Word[]
  /** What stands before, between and behind them. */
  gaps: string[]
}

const scratch: Words = wordsOfLine()

function readLine(line: string): ReadLine {
  const bytes = Uint8Array.from(line, one => one.charCodeAt(0))
  scratch.read(bytes, 0, bytes.length)
  const read: ReadLine = { words: [], gaps: [] }
  let end = 0
  for (let n = 0; n < scratch.count; n++) {
    const [from, to] = [scratch.from[n] as number, scratch.to[n] as number]
    read.gaps.push(line.slice(end, from))
    read.words.push({ text: line.slice(from, to), isValue: scratch.isValue[n] === 1 })
    end = to
  }
  read.gaps.push(line.slice(end))
  return read
}

function mostOften(texts: readonly string[]): string {
  const counts = new Map<string, number>()
  let most = texts[0] ?? ''
  for (const text of texts) {
    counts.set(text, (counts.get(text) ?? 0) + 1)
    if ((counts.get(text) ?? 0) > (counts.get(most) ?? 0)) most = text
  }
  return most
}

function column(words: readonly Word[]): string {
  const first = words[0] as Word
  const isOne = words.every(({ text, isValue }) => !isValue && text === first.text)
  return isOne ? constant(first.text) : common(distinct(words.map(({ text }) => text.replace(date, placeholder))), 0)
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)]

const days = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)'
const months = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)'
const date = new RegExp(
  `(?:\\b${days},? {1,2})?(?:\\b${months} {1,2}\\d{1,2}|\\b\\d{1,2} ${months})\\b(?:,? \\d{4}\\b)?(?: \\d\\d:\\d\\d(?::\\d\\d)?(?:[.,]\\d{1,9})?)?(?: [A-Z]{3,4}\\b)?(?: \\d{4}\\b)?`,
  'g',
)

const strong = /([\s"'(){}[\]<>=,;|])/
const weak = /([.\-+@#$%&!/\\])/
const levels = [/( +)/, strong, /(:)/, weak]

const isWordValue = (word: string): boolean => /^null$/i.test(word)
const isAddress = (text: string): boolean => /^[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>|]*$/i.test(text)
const isPath = (text: string): boolean => /^[([<'"]*(?:[/\\]|[a-z][a-z0-9+.-]{1,20}:\/\/)./.test(text)

const constant = (word: string): string =>
  word
    .split(strong)
    .map(part => (isWordValue(part) || /^\/[A-Za-z]/.test(part) ? placeholder : part))
    .join('')

/** What these texts have in common: divided at blanks first, then at ever weaker marks, as long as all divide alike. */
function common(texts: readonly string[], level: number): string {
  if (texts.every(isAddress)) return placeholder
  if (level > 1 && texts.every(text => text === placeholder || isPath(text) || isHostName(text))) return placeholder
  const by = levels[level]
  if (!by) return leaf(texts)
  const parts = texts.map(text => text.split(by))
  const first = parts[0] as string[]
  const divideAlike = parts.every(
    part => part.length === first.length && part.every((mark, n) => n % 2 === 0 || mark === first[n]),
  )
  if (divideAlike)
    return first
      .map((mark, n) => (n % 2 ? mark : common(distinct(parts.map(part => part[n] as string)), level + 1)))
      .join('')
  return level === 0 ? common(texts, 1) : ends(parts)
}

/** What all begin and end with, up to a mark; a value between. */
function ends(parts: readonly string[][]): string {
  const first = parts[0] as string[]
  const shortest = Math.min(...parts.map(part => part.length))
  const isSame = (at: (part: readonly string[]) => string | undefined) =>
    parts.every(part => at(part) === at(first)) && !/\d/.test(at(first) ?? '')
  let head = 0
  while (head < shortest - 1 && isSame(part => part[head])) head++
  let tail = 0
  while (tail < shortest - 1 - head && isSame(part => part.at(-1 - tail))) tail++
  const before = first.slice(0, head).join('')
  const behind = tail === 0 ? '' : first.slice(-tail).join('')
  return before.replace(/[A-Za-z_]+$/, '') + placeholder + behind.replace(/^[A-Za-z_]+/, '')
}

/** A digit makes a value, but for one at the end of a name that never changes: `ssh2`, `SOCKS5`, `L3`. */
function leaf(words: readonly string[]): string {
  const word = words[0] ?? ''
  if (words.length > 1) return placeholder
  if (word === '' || word === placeholder) return word
  if (isWordValue(word)) return placeholder
  if (!/\d/.test(word)) return word
  return /^[A-Za-z]{2,}\d$|^[A-Z]\d$/.test(word) ? word : placeholder
}
