import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { consultAsks } from './asks.ts'

export const consultDecisions: Decisions<typeof consultAsks> = {}

export const consultReactions: Reactions = {}
