import { oneToOne } from './bytes-text.ts'
import { type ColumnKind, columnKind, firstWords, isTimed } from './columns.ts'
import { isOfTrace } from './exceptions.ts'
import { afterBlanks, afterColon, afterStep, afterWords, type Step } from './head-steps.ts'

/**
 * How the lines of a log begin: times, levels, processes, hosts and components, before what they say. Found from the lines alone: columns
 * that are times, numbers or levels in nearly all of them, and what follows these in nearly all of them.
 */
export interface Head {
  /** Words, divided by blanks, that belong to it. */
  columns: number
  /** Which of the first of them are a number or a time, by which a line that begins an entry is known. */
  startsWithDigit: readonly number[]
  /** The column of the level, when there is one. */
  level?: number
  steps: readonly Step[]
}

export const noHead: Head = { columns: 0, startsWithDigit: [], steps: [] }

const most = 12
const nearlyAll = 0.95
const mostTextBetween = 4

/** `lines` are some of the log, its first ones; at most a thousand are looked at. */
export function learnHead(lines: readonly string[]): Head {
  const some = beginnings(lines.filter(line => line.trim() !== '' && !/^\s/.test(line)).slice(0, 1_000))
  if (some.length < 3) return noHead
  const bars = barsOf(some)
  if (bars > 0) return { columns: 0, startsWithDigit: [], steps: [{ is: 'bars', count: bars }] }
  const kinds = kindsOfColumns(some)
  const columns = columnsOf(kinds)
  if (columns === 0) return noHead
  const rest = some.map(line => afterColumns(line, columns))
  return {
    columns,
    startsWithDigit: [0, 1, 2, 3].filter(n => n < columns && areDigits(some, n)),
    ...(kinds.slice(0, columns).includes('level') && { level: kinds.indexOf('level') }),
    steps: stepsAfter(rest),
  }
}

/** Without the lines of stack traces: those that say their time, when what else there is looks like the rest of them. */
function beginnings(lines: readonly string[]): readonly string[] {
  const timed = lines.filter(isTimed)
  const others = lines.filter(line => !isTimed(line))
  const areRest = others.filter(isOfTrace).length >= others.length * 0.8
  return timed.length >= 3 && (areRest || timed.length >= lines.length * 0.6) ? timed : lines
}

/** `2017-…|component|pid|what is said`: how many bars all have, when a time stands before the first. */
function barsOf(lines: readonly string[]): number {
  const counts = lines.map(line => line.split('|').length - 1).sort((a, b) => a - b)
  const count = counts[Math.floor(counts.length * (1 - nearlyAll))] ?? 0
  const timed = lines.filter(line => columnKind(firstWords(line.split('|', 1)[0] ?? '', 1)[0] ?? '', true) === 'time')
  return timed.length >= lines.length * nearlyAll ? Math.min(count, 6) : 0
}

/** What each of the first columns is in nearly all lines. */
function kindsOfColumns(lines: readonly string[]): ColumnKind[] {
  const words = lines.map(line => firstWords(line, most))
  return Array.from({ length: most }, (_, n) => {
    const counts = new Map<ColumnKind, number>()
    for (const line of words) {
      const kind = columnKind(line[n] ?? 'x', n === 0)
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
    }
    const common = (kind: ColumnKind) => (counts.get(kind) ?? 0) >= lines.length * nearlyAll
    const timesAndNumbers = (counts.get('time') ?? 0) + (counts.get('number') ?? 0)
    if (!common('time') && !common('number') && timesAndNumbers >= lines.length * nearlyAll) return 'number'
    return (['time', 'number', 'date', 'level', 'mark'] as const).find(common) ?? 'text'
  })
}

const areDigits = (lines: readonly string[], n: number): boolean =>
  lines.filter(line => /^[[(<"]*\d/.test(firstWords(line, 5)[n] ?? '')).length >= lines.length * nearlyAll

/** Up to the last time or level; numbers and marks only next to these, and text only between them. */
function columnsOf(kinds: readonly ColumnKind[]): number {
  let end = 0
  let text = 0
  for (const [n, kind] of kinds.entries()) {
    const isNext = n === end
    if (kind === 'time' || kind === 'date' || kind === 'level' || (isNext && (kind === 'number' || kind === 'mark'))) {
      end = n + 1
      text = 0
    } else if (++text > mostTextBetween || (n > 2 && end === 0)) break
  }
  return kinds.slice(0, end).some(kind => kind === 'time' || kind === 'date' || kind === 'level' || kind === 'number')
    ? end
    : 0
}

interface Rest {
  bytes: Uint8Array
  at: number
}

const encoder = new TextEncoder()

function afterColumns(line: string, columns: number): Rest {
  const bytes = encoder.encode(line)
  const begin = afterBlanks(bytes, 0, bytes.length)
  return { bytes, at: afterWords(bytes, begin, bytes.length, columns) }
}

function stepsAfter(rest: readonly Rest[]): Step[] {
  const steps: Step[] = []
  for (let round = 0; round < 6; round++) {
    const step = nextStep(rest, steps)
    if (!step) break
    steps.push(step)
    rest = rest.map(({ bytes, at }) => ({ bytes, at: afterStep(bytes, at, bytes.length, step) }))
  }
  return steps
}

function nextStep(rest: readonly Rest[], before: readonly Step[]): Step | undefined {
  const stands = (step: Step) => holds(rest, ({ bytes, at }) => afterStep(bytes, at, bytes.length, step) > at)
  const dash = { is: 'mark' } as const
  if (stands(dash)) return dash
  if (before.some(({ is }) => is === 'colon' || is === 'dash')) return undefined
  if (stands({ is: 'brackets' })) return { is: 'brackets' }
  for (const after of [0, 1])
    if (holds(rest, ({ bytes, at }) => afterColon(bytes, at, bytes.length, after) > at)) return { is: 'colon', after }
  if (stands({ is: 'dash' })) return { is: 'dash' }
  return holds(rest, isPadded) || areNames(rest) ? { is: 'word' } : undefined
}

const holds = (rest: readonly Rest[], test: (rest: Rest) => boolean): boolean =>
  rest.filter(test).length >= rest.length * nearlyAll

/** A word that blanks fill up to a width. */
const isPadded = ({ bytes, at }: Rest): boolean => {
  const next = afterWords(bytes, at, bytes.length, 1)
  return next > at && next - at <= 60 && bytes[next - 2] === 32
}

/** A few dotted names that come again and again. */
function areNames(rest: readonly Rest[]): boolean {
  const words = rest.map(({ bytes, at }) => firstWords(oneToOne(bytes, at, Math.min(bytes.length, at + 200)), 2))
  const names = new Set(words.map(([first]) => first))
  const named = words.filter(
    ([first = '', next]) => next !== undefined && /^[A-Za-z_$][\w$]*(?:\.[\w$]+)+$/.test(first),
  )
  return named.length >= rest.length * nearlyAll && names.size <= rest.length / 5
}

/** Where what a line says begins; -1 for a line that does not begin as the others do: it belongs to the one before it. */
export function endOfHead(
  { columns, startsWithDigit, steps }: Head,
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  if (columns === 0 && steps.length === 0) return from
  let at = columns === 0 ? from : afterBlanks(bytes, from, to)
  for (let n = 0; n < columns; n++) {
    if (startsWithDigit.includes(n) && !beginsWithDigit(bytes, at, to)) return -1
    const next = afterWords(bytes, at, to, 1)
    if (next === at) return n + 1 === columns && at < to ? to : -1
    at = next
  }
  for (const step of steps) at = afterStep(bytes, at, to, step)
  return at
}

function beginsWithDigit(bytes: Uint8Array, at: number, to: number): boolean {
  while (at < to && (bytes[at] === 91 || bytes[at] === 40 || bytes[at] === 60 || bytes[at] === 34)) at++
  const byte = bytes[at] as number
  return at < to && byte >= 48 && byte <= 57
}
