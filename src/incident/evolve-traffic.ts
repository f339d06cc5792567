import type { EvolveBy, Incident, Shift } from './incident.ts'
import { withChanged } from './list.ts'

type TrafficEvent =
  | 'StandByOffered'
  | 'TrafficStarted'
  | 'TrafficChecked'
  | 'TrafficShifted'
  | 'WayBackAnnounced'
  | 'WayBackHeld'
  | 'TrafficReverted'
  | 'TrafficFailed'

/** How moved traffic changes the incident. */
export const evolveTraffic: EvolveBy<TrafficEvent> = {
  StandByOffered: (was, data, { at }) => ({ ...was, standByOffered: { ...data, at } }),
  TrafficStarted: (was, { shift: id, ...said }, { by, at }) => {
    const begun: Omit<Shift, 'id'> = { ...said, state: 'moving', checks: [], by: by.name, at }
    const { shifts = [] } = was
    // More of what is there already: the same shift, with the way back of its first step.
    if (shifts.some(one => one.id === id)) return withShift(was, id, { ...begun, held: undefined })
    return { ...was, shifts: [...shifts, { id, ...begun }] }
  },
  TrafficChecked: (was, { shift, ...looked }) => withShift(was, shift, looked),
  TrafficShifted: (was, { shift, share, observed, paste }, { at }) => {
    const wanted = was.shifts?.find(one => one.id === shift)?.share
    return withShift(was, shift, {
      observed,
      ...(paste !== undefined && { paste }),
      ...(share === wanted && { state: 'moved', movedAt: at }),
    })
  },
  WayBackAnnounced: (was, { shift, ...announced }) => withShift(was, shift, { announced }),
  WayBackHeld: (was, { shift, reason }, { by, at }) =>
    withShift(was, shift, { announced: undefined, held: { by: by.name, reason, at } }),
  TrafficReverted: (was, { shift, how, why, observed }, { at }) =>
    withShift(was, shift, { state: 'reverted', how, why, observed, announced: undefined, endedAt: at }),
  TrafficFailed: (was, { shift, reason, observed, code }, { at }) =>
    withShift(was, shift, { state: 'failed', why: reason, code, observed, announced: undefined, endedAt: at }),
}

function withShift(was: Incident, id: string, change: Partial<Shift>): Incident {
  return { ...was, shifts: was.shifts && withChanged(was.shifts, id, change) }
}
