import type { EventType } from './events.ts'
import {
  decision,
  doer,
  machine,
  need,
  people,
  ref,
  refOf,
  type SentenceBy,
  said,
  strong,
  type Telling,
  time,
} from './sentence.ts'

/** Traffic that is moved to a stand-by, and back. */
export const trafficSentences = {
  StandByOffered: ({ data }) => people('flag', 'There is a stand-by, ', strong(data.standBy)),
  TrafficStarted: entry => {
    const { ref: name, standBy, share } = entry.data
    return decision('flag', doer(entry), ' moves traffic, ', ref(name), `: ${share} % to ${standBy}`)
  },
  TrafficChecked: ({ data }, { is }) => {
    const failed = data.checks.find(one => !one.ok)
    return machine('eye', shiftOf(is, data), failed ? `: ${failed.says}` : ' may go ahead')
  },
  TrafficShifted: ({ data }, { is }) =>
    decision('check', shiftOf(is, data), `: ${data.observed} % of the traffic is there`),
  WayBackAnnounced: (entry, { is }) =>
    entry.data.asked
      ? decision('undo', doer(entry), ' takes ', shiftOf(is, entry.data), ` back: ${entry.data.why}`)
      : need('undo', shiftOf(is, entry.data), ' goes back at ', time(entry.data.effectiveAt), `: ${entry.data.why}`),
  WayBackHeld: (entry, { is }) =>
    decision('stop', doer(entry), ' holds the way back of ', shiftOf(is, entry.data), `: ${entry.data.reason}`),
  TrafficReverted: (entry, { is }) =>
    decision('undo', shiftOf(is, entry.data), ' was taken back', ...said(': ', entry.data.why)),
  TrafficFailed: ({ data }, { is }) => need('x', shiftOf(is, data), ` failed: ${data.reason}`),
} satisfies Partial<SentenceBy<EventType>>

const shiftOf = (is: Telling['is'], { shift }: { shift: string }) => refOf(is.shifts ?? [], shift)
