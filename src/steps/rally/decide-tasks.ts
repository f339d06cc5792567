import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { taskAsks } from './asks-tasks.ts'

export const taskDecisions: Decisions<typeof taskAsks> = {}

export const taskReactions: Reactions = {}
