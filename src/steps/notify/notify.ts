import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { notifyAsks } from './asks.ts'

export const notifyDecisions: Decisions<typeof notifyAsks> = {}

export const notifyReactions: Reactions = {}
