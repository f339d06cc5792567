/** A drill that was started from the page: what it said so far, and how it ended. */
export interface DrillRun {
  id: string
  fault: string
  /** Scripted people respond; everyone else watches. */
  auto: boolean
  by: string
  state: 'running' | 'stopping' | 'done' | 'stopped' | 'failed'
  startedAt: string
  endedAt?: string
  /** `INC-12`, once its alert is in. */
  incident?: string
  lines: { step: string; words: string; atMs: number }[]
  /** What was sealed until the end. */
  truth?: { entity: string; mechanism: string; temptingTheory: string }
  /** Why it failed. */
  reason?: string
}
