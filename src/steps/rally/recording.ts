import type { z } from 'zod'
import { type Decide, happened } from '../../incident/decision.ts'
import type { recordingAsks } from './asks-recording.ts'

type Body<N extends keyof typeof recordingAsks> = z.infer<(typeof recordingAsks)[N]['body']>

/** The same digest over the same bytes is said once. */
export const recordingAnchored: Decide<Body<'recording-anchored'>> = (was, { body }) => {
  const terminal = was.terminals.find(one => one.id === body.terminal && one.recording === body.recording)
  const { bytes, digest } = terminal?.anchored ?? {}
  if (!terminal || (bytes === body.bytes && digest === body.digest)) return []
  return [happened('RecordingAnchored', body)]
}

/** Told with the bytes that say so, in one transaction: each once. */
export const recordingGap: Decide<Body<'recording-gap'>> = (was, { body }) =>
  was.terminals.some(one => one.id === body.terminal) ? [happened('RecordingGap', body)] : []

/** Told with the bytes that say so, when something can be kept again. */
export const wentOnUnrecorded: Decide<Body<'went-on-unrecorded'>> = (was, { body }) =>
  was.terminals.some(one => one.id === body.terminal) ? [happened('WentOnUnrecorded', body)] : []
