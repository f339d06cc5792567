import type { Cast } from '../../terminal/cast-events.ts'

/** Written in a moment: for less than this nobody is asked for a screen. */
export const farBytes = 4 * 1024 * 1024

/** How many of these, in rising order, are at most this. */
export function countUpTo(n: number, list: number, valueAt: (i: number) => number): number {
  let [low, high] = [0, list]
  while (low < high) {
    const middle = (low + high) >> 1
    if (valueAt(middle) <= n) low = middle + 1
    else high = middle
  }
  return low
}

/** How many events had happened by then. */
export const eventsBy = ({ events }: Cast, ms: number): number => countUpTo(ms, events.length, i => events[i]?.ms ?? 0)

/** How many events lie wholly within the first so many bytes. */
export const eventsWithin = ({ ends }: Cast, bytes: number): number => countUpTo(bytes, ends.length, i => ends[i] ?? 0)

/** The bytes that would have to be written to get there from where the screen is: from its beginning, when it is ahead. */
export function bytesTo({ ends }: Cast, next: number, wanted: number): number {
  const byte = (events: number) => ends[events - 1] ?? 0
  return byte(wanted) - (next > wanted ? 0 : byte(next))
}
