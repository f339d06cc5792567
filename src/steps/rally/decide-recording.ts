import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { recordingAsks } from './asks-recording.ts'
import { recordingAnchored, recordingGap, wentOnUnrecorded } from './recording.ts'

export const recordingDecisions: Decisions<typeof recordingAsks> = {
  'recording-anchored': recordingAnchored,
  'recording-gap': recordingGap,
  'went-on-unrecorded': wentOnUnrecorded,
}

export const recordingReactions: Reactions = {}
