import type { Desk } from '../engine/desk.ts'
import { entryMark } from '../incident/entry-mark.ts'
import type { Incident } from '../incident/incident.ts'
import { readTimeline } from '../store/timeline.ts'
import type { LiveTerminal } from './live-terminal.ts'

/**
 * Marks in the recordings of an incident what is suggested, observed and done by the runbook meanwhile, so that a replay knows what
 * stood on the screens then, whatever the clocks of their hosts say. What was made while a line was cut has no mark.
 */
export function marksOf(desk: Desk, incident: string): (is: Incident, live: readonly LiveTerminal[]) => Promise<void> {
  let markedTo: number | undefined
  return async (is, live) => {
    const after = markedTo ?? is.seq
    markedTo = Math.max(after, is.seq)
    if (is.seq <= after) return
    for (const entry of await readTimeline(desk.db, incident, after)) {
      const label = entry.seq <= is.seq ? entryMark(entry, is) : undefined
      if (label) for (const terminal of live) terminal.mark(label)
    }
  }
}
