import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { changeAsks } from './asks.ts'

export const changeDecisions: Decisions<typeof changeAsks> = {}

export const changeReactions: Reactions = {}
