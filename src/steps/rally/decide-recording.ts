import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { recordingAsks } from './asks-recording.ts'

export const recordingDecisions: Decisions<typeof recordingAsks> = {}

export const recordingReactions: Reactions = {}
