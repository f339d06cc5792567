import type { Perform } from '../engine/perform.ts'
import type { TrafficDriver } from '../steps/change/traffic-driver.ts'
import { readShift } from '../store/traffic-shifts.ts'
import { goBackAsAsked } from './go-back.ts'
import { goForward } from './go-forward.ts'
import type { Lookers } from './look-at-stand-by.ts'
import { TurnedBack } from './send-traffic.ts'
import { done, failed, type Job, tellingOf } from './traffic-job.ts'

/**
 * Moves traffic to a stand-by: looked at first, 5 % first, then the rest, then watched. Killed half-way, another node finds how far it
 * was: what is there already is finished, anything between goes back. Forward and back are never sent by two at once.
 */
export function moveTraffic(hands: Lookers & { drivers: readonly TrafficDriver[] }): Perform<'move-traffic'> {
  return async (owed, desk, signal) => {
    const job: Job = {
      hands,
      desk,
      signal,
      incident: owed.incident,
      ...owed.body,
      tell: tellingOf(desk, owed.incident),
    }
    const kept = await readShift(desk.db, hands.secrets, job.shift)
    if (!kept) return failed(job, 'Another incident is moving it.', 'traffic-moving')
    if (kept.isOver) return done('It is over.')
    try {
      return await (job.back || kept.state === 'back' ? goBackAsAsked(job, kept) : goForward(job, kept))
    } catch (error) {
      if (signal.aborted) return { outcome: 'retry', answer: 'Interrupted; how far it was is looked at.', afterMs: 0 }
      if (error instanceof TurnedBack) return done('It is taken back.')
      throw error
    }
  }
}
