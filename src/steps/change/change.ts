import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { changeAsks } from './asks.ts'
import { changingDecisions, changingReactions } from './decide-change.ts'
import { copyDecisions, copyReactions } from './decide-copies.ts'
import { sinceDecisions, sinceReactions } from './decide-since.ts'
import { trafficDecisions, trafficReactions } from './decide-traffic.ts'

/** Backup first, then the change, or the way back; a file for each kind of decision. */
export const changeDecisions: Decisions<typeof changeAsks> = {
  ...changingDecisions,
  ...copyDecisions,
  ...sinceDecisions,
  ...trafficDecisions,
}

/** Several may react to the same event. */
export const changeReactions: readonly Reactions[] = [
  changingReactions,
  copyReactions,
  sinceReactions,
  trafficReactions,
]
