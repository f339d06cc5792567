import type { Seen } from '../desk/live-timeline.ts'

/** A line that is back within this was no break worth a word. */
const graceMs = 3_000

/** Why nothing can be changed from this picture; undefined while it is true. */
export function whyTooOld({ lostAt, cannotSaveSince }: Partial<Seen>, now: Date): string | undefined {
  if (lostAt && (!navigator.onLine || now.getTime() - lostAt.getTime() > graceMs))
    return 'Changes cannot be applied from an old picture.'
  if (cannotSaveSince) return 'Changes wait until it can: nothing is done that is not written down.'
  return undefined
}
