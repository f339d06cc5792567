import type { Snapshot } from './screen.ts'
import type { Told } from './screen-thread.ts'

/** What a screen was told, to tell it again to a thread that knows nothing of it; a snapshot takes the place of all before it. */
export interface Past {
  add(told: Told): void
  /** How much was told, ever. */
  count(): number
  /** Characters that are kept. */
  length(): number
  /** The screen looked like this after so much was told. */
  became(snapshot: Snapshot, after: number): void
  /** Nothing of what was before stays. */
  forget(size: { cols: number; rows: number }): void
  told(): Told[]
}

export function pastOf(cols: number, rows: number): Past {
  let begin: Told[] = [{ type: 'open', cols, rows }]
  let since: Told[] = []
  /** How much was told before `since`. */
  let before = 0
  let length = 0
  return {
    add(told) {
      since.push(told)
      length += lengthOf(told)
    },
    count: () => before + since.length,
    length: () => length,
    became(snapshot, after) {
      if (after < before) return
      since = since.slice(after - before)
      before = after
      length = since.reduce((sum, told) => sum + lengthOf(told), 0)
      const { cols, rows, data, offset } = snapshot
      begin = [
        { type: 'open', cols, rows },
        { type: 'replace', data, offset },
      ]
    },
    forget(size) {
      before += since.length
      since = []
      length = 0
      begin = [{ type: 'open', ...size }]
      // What was asked for before this is of what is forgotten.
      before += 1
    },
    told: () => [...begin, ...since],
  }
}

const lengthOf = (told: Told): number => ('data' in told ? told.data.length : 0)
