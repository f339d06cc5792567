import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { trafficAsks } from './asks-traffic.ts'
import { offerStandBy } from './stand-by-offer.ts'
import { holdWayBack, revertTraffic, shiftTraffic } from './traffic.ts'
import {
  announceWayBack,
  owesTheMove,
  owesTheWayBack,
  trafficChecked,
  trafficFailed,
  trafficMayGoBack,
  trafficMayMove,
  trafficReverted,
  trafficShifted,
} from './traffic-moved.ts'

export const trafficDecisions: Decisions<typeof trafficAsks> = {
  'shift-traffic': shiftTraffic,
  'offer-stand-by': offerStandBy,
  'revert-traffic': revertTraffic,
  'hold-way-back': holdWayBack,
  'traffic-checked': trafficChecked,
  'traffic-may-move': trafficMayMove,
  'traffic-may-go-back': trafficMayGoBack,
  'traffic-shifted': trafficShifted,
  'announce-way-back': announceWayBack,
  'traffic-reverted': trafficReverted,
  'traffic-failed': trafficFailed,
}

export const trafficReactions: Reactions = { TrafficStarted: owesTheMove, WayBackAnnounced: owesTheWayBack }
