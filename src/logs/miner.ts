import { oneToOne } from './bytes-text.ts'
import { exceptionIn } from './exceptions.ts'
import { bare, type Format, learnFormat, readerOf, type Said } from './format.ts'
import { divideLines, longestLine } from './lines.ts'
import { type Found, patternsOf } from './patterns.ts'
import { shapeTable } from './shapes.ts'
import { type TimeSense } from './time-stamp.ts'
import { clockOfLines } from './times.ts'
import { withoutColours } from './without-colours.ts'
import { wordsOfLine } from './words.ts'

export interface LogMiner {
  /** Bytes of the log as they come, cut anywhere. */
  add(chunk: Uint8Array): void
  /** No more will come. */
  end(): void
  /** What was found so far. It may be asked again and again. */
  found(): Mined
}

export interface Mined extends Found {
  lines: number
  /** Lines that begin one; the others belong to the one before them. */
  entries: number
  /** Entries whose time could be read. */
  dated: number
  /** Longer than what is read of a line. */
  cutLines: number
  format: Format
}

export interface MinerOptions {
  /** Lines are what is said alone, with nothing before it. */
  isBare?: boolean
  /** How times are meant; without it they are not read. */
  times?: TimeSense
  /** Told of each line in its order: the number of its shape. */
  each?: (shape: number) => void
}

const learnsFromLines = 1_000
const learnsFromBytes = 1024 * 1024
const mostExceptions = 2

/**
 * Finds the patterns of a log as it is read, once, in bounded memory: what its lines are is learnt from the first of them, entries are counted
 * by the order of their words without their values, and patterns are worked out from these shapes when somebody asks. One configuration,
 * for every log.
 */
export function logMiner({ isBare = false, times, each }: MinerOptions = {}): LogMiner {
  const words = wordsOfLine()
  const shapes = shapeTable()
  const entry = {
    bytes: new Uint8Array(longestLine + 1_000),
    length: 0,
    lines: 0,
    exceptions: 0,
    at: undefined as number | undefined,
  }
  let [format, read, timeOf] = [undefined as Format | undefined, readerOf(bare), clockOfLines(bare, times)]
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let [lines, entries, dated, cutLines] = [0, 0, 0, 0]

  const use = (is: Format) => {
    format = is
    read = readerOf(is)
    timeOf = clockOfLines(is, times)
  }
  if (isBare) use(bare)

  const finish = () => {
    if (entry.lines === 0) return
    words.read(entry.bytes, 0, entry.length)
    const shape = shapes.meet(words, entry.bytes, 0, entry.length, entry.at)
    for (let n = 0; each && n < entry.lines; n++) each(shape)
    entry.lines = 0
  }
  const begin = ({ bytes, from, to }: Said, at: number | undefined) => {
    finish()
    entry.bytes.set(bytes.subarray(from, to))
    entry.length = to - from
    entry.lines = 1
    entry.exceptions = 0
    entry.at = at
    entries++
    if (at !== undefined) dated++
  }
  const goOn = (bytes: Uint8Array, from: number, to: number) => {
    entry.lines++
    if (entry.exceptions >= mostExceptions || bytes[from] === 32 || bytes[from] === 9) return
    const exception = exceptionIn(oneToOne(bytes, from, Math.min(to, from + 300)))
    if (!exception) return
    entry.exceptions++
    const added = ` | ${exception.isCause ? 'caused by ' : ''}${exception.name}`
    const end = Math.min(entry.length, longestLine)
    for (let n = 0; n < added.length; n++) entry.bytes[end + n] = added.charCodeAt(n)
    entry.length = end + added.length
  }
  const mine = (bytes: Uint8Array, from: number, to: number) => {
    const isMore = !isBare && entry.lines > 0 && format?.head.columns === 0 && isIndented(bytes, from, to)
    const said = read(bytes, from, to)
    if (entry.lines > 0 && (said.from < 0 || isMore)) return goOn(bytes, from, to)
    if (said.from < 0) said.from = from
    return begin(said, timeOf(bytes, from, to))
  }
  const learn = () => {
    use(learnFormat(waiting.map(line => oneToOne(line, 0, Math.min(line.length, 16_000)))))
    for (const line of waiting) mine(line, 0, line.length)
    waiting = []
  }
  const wait = (line: Uint8Array) => {
    waiting.push(line)
    waitingBytes += line.length
    if (waiting.length >= learnsFromLines || waitingBytes >= learnsFromBytes) learn()
  }
  const take = (bytes: Uint8Array, from: number, to: number) =>
    format ? mine(bytes, from, to) : wait(bytes.slice(from, to))
  const plain = withoutColours(take)
  const divided = divideLines((bytes, from, to, isCut) => {
    lines++
    if (isCut) cutLines++
    plain.take(bytes, from, to)
  })
  return {
    add(chunk) {
      plain.lookFor(chunk)
      divided.add(chunk)
    },
    end: () => divided.end(),
    found() {
      if (!format) learn()
      finish()
      return { ...patternsOf(shapes.all), lines, entries, dated, cutLines, format: format as Format }
    },
  }
}

/** In a log whose lines have nothing in common at their beginning, what is indented goes on from the line before. */
function isIndented(bytes: Uint8Array, from: number, to: number): boolean {
  if (bytes[from] === 32 || bytes[from] === 9) return true
  return to - from > 10 && oneToOne(bytes, from, from + 10) === 'Caused by:'
}
