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
  /** When the command whose output begins at this byte had ended, in ms. */
  ended: ReadonlyMap<number, number>
  lastsMs: number
}

/** A whole asciicast v3 file, its output as watchers may get it. Hostile lines are nothing, never a throw. */
export function readCast(file: string): Cast {
  const safe = safeOutput()
  const events: CastEvent[] = []
  const ended = new Map<number, number>()
  let size: { cols: number; rows: number } | undefined
  let ms = 0
  for (const line of file.split('\n')) {
    const said = readCastLine(line)
    ms += intervalOf(line)
    if (said.kind === 'output') events.push({ ms, kind: 'output', data: safe(said.data) })
    if (said.kind === 'size' && size) events.push({ ms, kind: 'size', cols: said.cols, rows: said.rows })
    if (said.kind === 'size') size ??= { cols: said.cols, rows: said.rows }
    if (said.kind === 'nothing') events.push(...markerOf(line, ms))
    if (said.kind !== 'note') continue
    const { note } = said
    if ('ran' in note && typeof note.ran?.offset === 'number') ended.set(note.ran.offset, ms)
    const bytes = 'gap' in note ? note.gap?.bytes : 'unrecorded' in note ? note.unrecorded?.bytes : undefined
    if (typeof bytes === 'number') events.push({ ms, kind: 'missing', bytes })
  }
  return { ...(size ?? { cols: 80, rows: 24 }), events, ended, lastsMs: ms }
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
