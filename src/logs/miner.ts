import { oneToOne } from './bytes-text.ts'
import { endOfHead, type Head, learnHead, noHead } from './head.ts'
import { divideLines } from './lines.ts'
import { type Found, patternsOf } from './patterns.ts'
import { shapeTable } from './shapes.ts'
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
  /** Longer than what is read of a line. */
  cutLines: number
  head: Head
}

export interface MinerOptions {
  /** Lines are what is said alone, with nothing before it. */
  isBare?: boolean
  /** Told of each line in its order: the number of its shape, -1 for one that is empty or comes before the first entry. */
  each?: (shape: number) => void
}

const learnsFromLines = 1_000
const learnsFromBytes = 1024 * 1024

/**
 * Finds the patterns of a log as it is read, once, in bounded memory: how its lines begin is learnt from the first of them, lines are counted
 * by the order of their words without their values, and what is worked out at the end is worked out from these shapes. One configuration,
 * for every log.
 */
export function logMiner({ isBare = false, each }: MinerOptions = {}): LogMiner {
  const words = wordsOfLine()
  const shapes = shapeTable()
  let head: Head | undefined = isBare ? noHead : undefined
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let [lines, entries, cutLines, shape] = [0, 0, 0, -1]

  const mine = (bytes: Uint8Array, from: number, to: number, as: Head) => {
    const at = isBare ? from : isRest(as, bytes, from) && shape >= 0 ? -1 : endOfHead(as, bytes, from, to)
    if (at >= 0 || shape < 0) {
      words.read(bytes, Math.max(at, from), to)
      shape = shapes.meet(words, bytes, Math.max(at, from), to)
      entries++
    }
    each?.(shape)
  }
  const learn = (): Head => {
    const learnt = learnHead(waiting.map(line => oneToOne(line, 0, Math.min(line.length, 1_000))))
    head = learnt
    for (const line of waiting) mine(line, 0, line.length, learnt)
    waiting = []
    return learnt
  }
  const wait = (line: Uint8Array) => {
    waiting.push(line)
    waitingBytes += line.length
    if (waiting.length >= learnsFromLines || waitingBytes >= learnsFromBytes) learn()
  }
  const divided = divideLines((bytes, from, to, isCut) => {
    lines++
    if (isCut) cutLines++
    if (head) mine(bytes, from, to, head)
    else wait(bytes.slice(from, to))
  })
  return {
    add: chunk => divided.add(chunk),
    end: () => divided.end(),
    found() {
      const as = head ?? learn()
      return { ...patternsOf(shapes.all), lines, entries, cutLines, head: as }
    },
  }
}

/** In a log whose lines have nothing in common at their beginning, what is indented goes on from the line before. */
const isRest = ({ columns, steps }: Head, bytes: Uint8Array, from: number): boolean =>
  columns === 0 && steps.length === 0 && (bytes[from] === 32 || bytes[from] === 9)
