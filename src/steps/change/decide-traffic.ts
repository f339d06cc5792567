import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { trafficAsks } from './asks-traffic.ts'
import { shiftTraffic } from './traffic.ts'

export const trafficDecisions: Decisions<typeof trafficAsks> = { 'shift-traffic': shiftTraffic }

export const trafficReactions: Reactions = {}
