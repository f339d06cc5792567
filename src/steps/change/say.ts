import { changingLabel, changingRefusals, changingSay } from './say-change.ts'
import { copyLabel, copyRefusals, copySay } from './say-copies.ts'
import { sinceLabel, sinceRefusals, sinceSay } from './say-since.ts'
import { trafficLabel, trafficRefusals, trafficSay } from './say-traffic.ts'

/** What people read in this step, a file for each kind of it: calm, short, the next action first. */
export const say = { ...changingSay, ...copySay, ...sinceSay, ...trafficSay }

/** What the ways forward are called on their buttons. */
export const label = { ...changingLabel, ...copyLabel, ...sinceLabel, ...trafficLabel }

/** The codes of this step's refusals: part of the API. */
export const changeRefusals: readonly string[] = [
  ...new Set([...changingRefusals, ...copyRefusals, ...sinceRefusals, ...trafficRefusals]),
].sort()
