import type { Report } from '../../alert/report.ts'
import type { ApiError } from '../answer.ts'
import type { IntakeAnswer } from '../intake.ts'

/** PagerDuty's own answers to a taken event. The older form answers 200 and says `incident_key`. */
export function pagerDutyTaken(
  dialect: 'pagerduty-v1' | 'pagerduty-v2' | 'pagerduty-change',
  report: Pick<Report, 'acknowledged'> & { alerts: readonly { fingerprint: string }[] },
): IntakeAnswer {
  if (dialect === 'pagerduty-change')
    return { status: 202, body: { status: 'success', message: 'Change event processed' } }
  const key = report.alerts[0]?.fingerprint ?? report.acknowledged?.[0]
  const said = { status: 'success', message: 'Event processed' }
  return dialect === 'pagerduty-v1'
    ? { status: 200, body: { ...said, incident_key: key } }
    : { status: 202, body: { ...said, dedup_key: key } }
}

/** The client shows `errors` to whoever set it up: they name the field. `error` says the same as everywhere here. */
export function pagerDutyProblem({ status, code, message, path }: ApiError): unknown {
  const error = { code, message, ...(path && { path }) }
  if (status !== 400) return { status: code, message, errors: [message], error }
  return {
    status: 'invalid event',
    message: 'Event object is invalid',
    errors: [path ? `'${path}': ${message}` : message],
    error,
  }
}
