import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { rallyAsks } from './asks.ts'

export const rallyDecisions: Decisions<typeof rallyAsks> = {}

export const rallyReactions: Reactions = {}
