import type { Escalation } from './incident.ts'

/** No step is due any more, and nothing counts as paged for: what is worse, or comes again, begins a new run. */
export function ended(escalation: Escalation | undefined): Escalation | undefined {
  return escalation && { ...escalation, severity: undefined, next: undefined }
}
