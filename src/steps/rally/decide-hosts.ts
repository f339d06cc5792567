import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { hostAsks } from './asks-hosts.ts'

export const hostDecisions: Decisions<typeof hostAsks> = {}

export const hostReactions: Reactions = {}
