import type { Alert } from '../../alert/alert.ts'

/** A resource whose copies could not be proven, several times in a row. */
export interface FailingRehearsal {
  resource: string
  service: string
  /** RFC 3339, of the first of them. */
  since: string
  /** What was wrong with the last one. */
  why: string
}

/** The alert of it; the same one each time, so that a copy that is proven again resolves it. It pages nobody at night. */
export const failingAlert = ({ resource, service, since, why }: FailingRehearsal): Alert => ({
  fingerprint: `rehearsal:${resource}`,
  status: 'firing',
  name: `No proven copy of ${resource}`,
  title: `No copy of ${resource} could be proven, twice in a row`,
  severity: 'warning',
  service,
  labels: { resource },
  annotations: { summary: `${why} Try it: fireline rehearse ${resource}` },
  startedAt: since,
})

export const provenAgain = (was: FailingRehearsal, endedAt: string): Alert => ({
  ...failingAlert(was),
  status: 'resolved',
  endedAt,
})
