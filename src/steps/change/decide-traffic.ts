import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { trafficAsks } from './asks-traffic.ts'
import { offerStandBy } from './stand-by-offer.ts'
import { shiftTraffic } from './traffic.ts'

export const trafficDecisions: Decisions<typeof trafficAsks> = {
  'shift-traffic': shiftTraffic,
  'offer-stand-by': offerStandBy,
}

export const trafficReactions: Reactions = {}
