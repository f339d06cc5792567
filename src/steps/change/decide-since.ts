import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { sinceAsks } from './asks-since.ts'

export const sinceDecisions: Decisions<typeof sinceAsks> = {}

export const sinceReactions: Reactions = {}
