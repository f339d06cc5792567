import { setTimeout as pause } from 'node:timers/promises'
import type { AcceptLog } from './accept.ts'

/** While the door is busy, what was accepted may wait so long. */
const longestLagMs = 1_000
const restMs = 5

/** Lets who sends be answered first: pauses while the door is busy and nothing has waited for a second. */
export function breathing(log: AcceptLog, isBusy: () => boolean, nowMs: () => number): () => Promise<void> {
  return async () => {
    while (isBusy() && isFresh(log, nowMs())) await pause(restMs)
  }
}

/** Something waits, and not for long. */
function isFresh(log: AcceptLog, nowMs: number): boolean {
  const oldest = log.oldestAt()
  return oldest !== undefined && nowMs - Date.parse(oldest) < longestLagMs
}
