import { markedEntry } from '../../incident/entry-mark.ts'
import type { CastEvent } from '../../terminal/cast-events.ts'
import type { Recorded } from './moments.ts'

/** A place worth going to, on the track and in the list beside it. */
export interface Mark {
  at: number
  says: string
  kind: 'decision' | 'missing' | 'comment' | 'command' | 'keyboard' | 'entry'
}

/** What a recording marks itself: commands, hand-overs, what was suggested and seen meanwhile, what is missing. */
export const recordedMarks = ({ cast, startMs }: Recorded): Mark[] =>
  cast.events.flatMap(event => {
    const mark = markOf(event)
    return mark ? [{ ...mark, at: startMs + event.ms }] : []
  })

function markOf(event: CastEvent): Omit<Mark, 'at'> | undefined {
  if (event.kind === 'missing') return { says: 'UNRECORDED', kind: 'missing' }
  if (event.kind !== 'marker') return undefined
  const entry = markedEntry(event.label)
  if (entry) return { says: entry.says, kind: 'entry' }
  return { says: event.label, kind: event.label.startsWith('keyboard: ') ? 'keyboard' : 'command' }
}

/** The mark that a press on the track meant, where one is that near. */
export function snapped(at: number, marks: readonly Mark[], nearMs: number): number {
  const near = marks.filter(mark => Math.abs(mark.at - at) <= nearMs)
  return near.toSorted((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0]?.at ?? at
}

/** The next mark from here on, or the one before; a little way back counts as being at it. */
export function markFrom(at: number, marks: readonly Mark[], way: 'next' | 'before'): number | undefined {
  const times = marks.map(mark => mark.at).toSorted((a, b) => a - b)
  return way === 'next' ? times.find(one => one > at) : times.findLast(one => one < at - 500)
}
