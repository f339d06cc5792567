import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { documentAsks } from './asks.ts'

export const documentDecisions: Decisions<typeof documentAsks> = {}

export const documentReactions: Reactions = {}
