import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { identifyAsks } from './asks.ts'

export const identifyDecisions: Decisions<typeof identifyAsks> = {}

export const identifyReactions: Reactions = {}
