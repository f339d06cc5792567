import type { Entry } from '../../incident/entry.ts'
import { markedEntry } from '../../incident/entry-mark.ts'
import type { Terminal } from '../../incident/incident.ts'
import type { Cast } from '../../terminal/cast-events.ts'

/** A recording, and when it began by the clock of the timeline, in ms since 1970. */
export interface Recorded {
  terminal: Terminal
  cast: Cast
  startMs: number
}

/**
 * When a recording began by the timeline's clock. Its own host's clock is not asked: an entry stands on the timeline a moment
 * after what it tells was recorded, so the earliest beginning that any of them names is the nearest.
 */
export function startOf(terminal: Terminal, cast: Cast, entries: readonly Entry[]): number {
  const named = entries.flatMap(entry => {
    if (entry.type === 'TerminalShared' && entry.data.terminal === terminal.id) return [Date.parse(entry.at)]
    const ms = recordedAt(entry, terminal.id, cast)
    return ms === undefined ? [] : [Date.parse(entry.at) - ms]
  })
  return named.length > 0 ? Math.min(...named) : Date.parse(terminal.sharedAt)
}

/** When it was recorded what this entry tells of, in ms of the recording. */
function recordedAt(entry: Entry, terminal: string, cast: Cast): number | undefined {
  if (entry.type === 'TerminalEnded' && entry.data.terminal === terminal) return cast.lastsMs
  if (entry.type !== 'CommandRan' || entry.data.terminal !== terminal) return undefined
  return cast.ended.get(entry.data.offset ?? -1)
}

/**
 * The moment of each entry, in order. A command is at the end of its output, however late the line brought it; what is marked in a
 * recording is there, for a host that slept has recorded less time than passed; everything else is when it was said. No entry
 * is before the one that stands before it.
 */
export function momentsOf(entries: readonly Entry[], recorded: readonly Recorded[]): number[] {
  const marked = recorded.map(({ cast }) => markedIn(cast))
  let last = 0
  return entries.map(entry => {
    const own = recorded.flatMap(({ terminal, cast, startMs }, i) => {
      const ms = recordedAt(entry, terminal.id, cast) ?? marked[i]?.get(entry.seq)
      return ms === undefined ? [] : [startMs + ms]
    })[0]
    last = Math.max(last, Math.min(own ?? Number.POSITIVE_INFINITY, Date.parse(entry.at)))
    return last
  })
}

function markedIn(cast: Cast): Map<number, number> {
  const marks = cast.events.flatMap(event => {
    const mark = event.kind === 'marker' ? markedEntry(event.label) : undefined
    return mark ? [[mark.seq, event.ms] as const] : []
  })
  return new Map(marks.toReversed())
}

/** How many of these, in rising order, are at this moment or before it. */
export function countTo(moments: readonly number[], at: number): number {
  let [low, high] = [0, moments.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((moments[middle] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** Nothing is waited for longer than this when pauses are cut. */
const longestPauseMs = 1_500

/** Where the clock is after so many ms of watching: at most at `to`, and over a pause in one step where pauses are cut. */
export function played(at: number, byMs: number, beats: readonly number[], to: number, cut: boolean): number {
  const next = beats[countTo(beats, at)] ?? to
  const from = cut && next - at > longestPauseMs ? next - longestPauseMs : at
  return Math.min(to, from + byMs)
}

/** When anything happens: entries and what was shown, in rising order. */
export const beatsOf = (moments: readonly number[], shown: Recorded | undefined): number[] =>
  [...moments, ...(shown?.cast.events.map(event => (shown?.startMs ?? 0) + event.ms) ?? [])].sort((a, b) => a - b)
