import { type NotShown, type SecretScan, secretScan, starred, starredAt } from '../redact/secret-scan.ts'
import { type CastLine, readCastLine } from '../terminal/cast-lines.ts'
import { castNotePrefix } from '../terminal/cast-note.ts'
import { wholeLines } from './whole-lines.ts'

/** A line of a recording with its newline, as long as it came, and what it says. */
export interface MaskedLine {
  bytes: Buffer
  said: CastLine
}

/**
 * Stars what Fireline handed out or keeps out of a recording as it comes, wherever its events split it. Lines come back in their
 * order, those that nothing to come can change: one is held back only while its last letters may be the beginning of a secret.
 * Between two lines that came back no secret lies, so another stream may begin there.
 */
export interface MaskStream {
  add(lines: Buffer): MaskedLine[]
  /** What is held back, as it may be shown meanwhile: of what may be a secret at most the first half. */
  held(): MaskedLine[]
  /** Nothing is to be waited for any more. */
  end(): MaskedLine[]
  /** Something is held back, and what came last may be going on with it. */
  isWaiting(): boolean
}

interface Line extends MaskedLine {
  /** The places of what it writes, among all that was ever written. */
  from: number
  to: number
}

/** No secret is so long, but controls between its letters may be. */
const mostHeldBytes = 64 * 1024

export function maskStream(knows: () => NotShown): MaskStream {
  let lines: Line[] = []
  let written = 0
  let secrets: { first: number; last: number }[] = []
  let grew = false
  const hidden = new Set<number>()
  const scan = secretScan(knows, places => {
    for (const place of places) if (place >= (lines[0]?.from ?? 0)) hidden.add(place)
    secrets.push({ first: places[0] ?? 0, last: places.at(-1) ?? 0 })
  })
  const add = (bytes: Buffer) => {
    const text = bytes.toString()
    const said = readCastLine(text.slice(0, -1))
    const data = said.kind === 'output' ? said.data : ''
    const line = { bytes, said, from: written, to: (written += data.length) }
    lines.push(said.kind === 'output' ? line : { ...line, ...withoutSecrets(text.slice(0, -1), line, knows()) })
    if (data !== '') scan.read(data)
  }
  const release = (count: number): MaskedLine[] => {
    const settled = lines.slice(0, count).map(line => masked(line, hidden))
    lines = lines.slice(count)
    const from = lines[0]?.from ?? written
    for (const place of hidden) if (place < from) hidden.delete(place)
    secrets = secrets.filter(({ last }) => last >= from)
    return settled
  }
  const end = () => {
    for (const place of scan.guarded()) hidden.add(place)
    return release(lines.length)
  }
  return {
    add(fresh) {
      const before = scan.letters()
      for (const bytes of wholeLines(fresh, true)) add(bytes)
      grew = scan.letters() > before
      const isOver = lines.some(({ said }) => said.kind === 'exit') || bytesOf(lines) > mostHeldBytes
      return isOver ? end() : release(settledCount(lines, scan, secrets))
    },
    held() {
      const meanwhile = new Set([...hidden, ...scan.guarded()])
      return lines.map(line => masked(line, meanwhile))
    },
    end,
    isWaiting: () => lines.length > 0 && grew,
  }
}

/** Those before what may become a secret, and none that is cut by the end of them. */
function settledCount(
  lines: readonly Line[],
  scan: SecretScan,
  secrets: readonly { first: number; last: number }[],
): number {
  const lineOf = (place: number) => lines.findIndex(({ to }) => to > place)
  const pending = scan.pendingFrom()
  let count = pending === undefined ? lines.length : Math.max(0, lineOf(pending))
  const begins = lines[0]?.from ?? 0
  for (;;) {
    const place = lines[count]?.from ?? Number.POSITIVE_INFINITY
    const cut = secrets.find(({ first, last }) => first >= begins && first < place && last >= place)
    if (!cut) return count
    count = lineOf(cut.first)
  }
}

function masked(line: Line, hidden: ReadonlySet<number>): MaskedLine {
  const { bytes, said, from, to } = line
  if (said.kind !== 'output' || hidden.size === 0) return line
  const isThere = [...hidden].some(place => place >= from && place < to)
  if (!isThere) return line
  const data = starredAt(said.data, index => hidden.has(from + index))
  const [interval] = JSON.parse(bytes.toString()) as [number]
  return rewritten(bytes, JSON.stringify([interval, 'o', data]))
}

/** A line that writes nothing: its words are whole. */
function withoutSecrets(text: string, line: MaskedLine, knows: NotShown): MaskedLine {
  const [prefix, json] = text.startsWith(castNotePrefix)
    ? [castNotePrefix, text.slice(castNotePrefix.length)]
    : ['', text]
  const clean = prefix + cleanJson(json, knows)
  return clean === text ? line : rewritten(line.bytes, clean)
}

function cleanJson(json: string, knows: NotShown): string {
  let isChanged = false
  const clean = (_key: string, value: unknown) => {
    if (typeof value !== 'string') return value
    const said = starred(value, knows)
    isChanged ||= said !== value
    return said
  }
  try {
    const value: unknown = JSON.parse(json, clean)
    return isChanged ? JSON.stringify(value) : json
  } catch {
    return starred(json, knows)
  }
}

/** Filled up with blanks after its JSON; where a stranger's JSON was shorter than ours, nothing is left of the line. */
function rewritten(before: Buffer, text: string): MaskedLine {
  const missing = before.length - 1 - Buffer.byteLength(text)
  const line = missing < 0 ? ' '.repeat(before.length - 1) : text + ' '.repeat(missing)
  return { bytes: Buffer.from(`${line}\n`), said: readCastLine(line) }
}

const bytesOf = (lines: readonly Line[]): number => lines.reduce((sum, { bytes }) => sum + bytes.length, 0)
