import { readCastLine } from './cast-lines.ts'
import { safeOutput } from './safe-output.ts'

/** Something that a recording shows, so many milliseconds after its beginning. */
export type CastEvent =
  | { ms: number; kind: 'output'; data: string }
  | { ms: number; kind: 'size'; cols: number; rows: number }
  | { ms: number; kind: 'marker'; label: string }
  /** What was shown then and not recorded. */
  | { ms: number; kind: 'missing'; bytes: number }

export interface Cast {
  cols: number
  rows: number
  events: readonly CastEvent[]
  /** The byte of the recording behind each of them. */
  ends: readonly number[]
  /** When the command whose output begins at this byte had ended, in ms. */
  ended: ReadonlyMap<number, number>
  lastsMs: number
}

/** A recording on its way in: handed bytes in order, however they are cut. */
export interface CastReader {
  read(bytes: Uint8Array): void
  /** A line that is torn at the end is not there. */
  cast(): Cast
}

const newline = 10

/** Reads asciicast v3, its output as watchers may get it. Hostile lines are nothing, never a throw. */
export function castReader(): CastReader {
  const decoder = new TextDecoder()
  const safe = safeOutput()
  const events: CastEvent[] = []
  const ends: number[] = []
  const ended = new Map<number, number>()
  let torn: Uint8Array[] = []
  let size: { cols: number; rows: number } | undefined
  let ms = 0
  let at = 0
  const happened = (event: CastEvent) => {
    events.push(event)
    ends.push(at)
  }
  const take = (line: string) => {
    const said = readCastLine(line)
    ms += intervalOf(line)
    if (said.kind === 'output') happened({ ms, kind: 'output', data: safe(said.data) })
    if (said.kind === 'size' && size) happened({ ms, kind: 'size', cols: said.cols, rows: said.rows })
    if (said.kind === 'size') size ??= { cols: said.cols, rows: said.rows }
    if (said.kind === 'nothing') for (const one of markerOf(line, ms)) happened(one)
    if (said.kind !== 'note') return
    const { note } = said
    if ('ran' in note && typeof note.ran?.offset === 'number') ended.set(note.ran.offset, ms)
    const bytes = 'gap' in note ? note.gap?.bytes : 'unrecorded' in note ? note.unrecorded?.bytes : undefined
    if (typeof bytes === 'number') happened({ ms, kind: 'missing', bytes })
  }
  return {
    read(bytes) {
      const whole = bytes.lastIndexOf(newline) + 1
      if (whole === 0) torn.push(bytes)
      if (whole === 0) return
      const lines = joined([...torn, bytes.subarray(0, whole)])
      torn = whole < bytes.length ? [bytes.slice(whole)] : []
      let from = 0
      for (const line of decoder.decode(lines).slice(0, -1).split('\n')) {
        const to = lines.indexOf(newline, from) + 1
        at += to - from
        from = to
        take(line)
      }
    },
    cast: () => ({ ...(size ?? { cols: 80, rows: 24 }), events, ends, ended, lastsMs: ms }),
  }
}

/** A whole file at once. */
export function readCast(file: string): Cast {
  const reader = castReader()
  reader.read(new TextEncoder().encode(`${file}\n`))
  return reader.cast()
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts
  if (parts.length === 1 && only) return only
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

const interval = /^\[\s*(\d+(?:\.\d{1,6})?)\s*,/
const marker = /^\[[^,]*,\s*"m"\s*,\s*("(?:[^"\\]|\\.)*")\s*\]\s*$/

/** In whole milliseconds, so that ten thousand rests never add up. */
const intervalOf = (line: string): number => Math.round(Number(interval.exec(line)?.[1] ?? 0) * 1000)

function markerOf(line: string, ms: number): CastEvent[] {
  const label = marker.exec(line)?.[1]
  try {
    return label === undefined ? [] : [{ ms, kind: 'marker', label: String(JSON.parse(label)) }]
  } catch {
    return []
  }
}
