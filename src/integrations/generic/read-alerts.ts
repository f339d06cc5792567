import type { Alert } from '../../alert/alert.ts'
import { fingerprintOf } from '../../alert/fingerprint.ts'
import { limits } from '../../alert/limits.ts'
import {
  type Fields,
  fieldsOf,
  identityAt,
  labelsAt,
  linkAt,
  reading,
  textAt,
  timeAt,
  unreadable,
} from '../../alert/reading.ts'
import type { ReadReport } from '../../alert/report.ts'
import { alertSeverity } from '../../alert/severity.ts'

/**
 * The plain form, for a script: `{title, severity?, service?, status?, fingerprint?, description?, labels?, annotations?,
 * startedAt?, endedAt?, link?}`, or a list of them. Without a `fingerprint` the same title, service and labels are the same alert.
 */
export const readPlainAlerts: ReadReport = (body, received) =>
  reading(() => {
    if (!Array.isArray(body)) return { alerts: [readAlert(body, [], received.at)] }
    if (body.length > limits.alerts) unreadable([], `More than ${limits.alerts} alerts.`)
    return { alerts: body.map((alert, i) => readAlert(alert, [i], received.at)) }
  })

type Path = readonly (string | number)[]

function readAlert(value: unknown, path: Path, receivedAt: string): Alert {
  const fields = fieldsOf(value, path)
  const title = textAt(fields, 'title', path) ?? unreadable([...path, 'title'], 'An alert needs a title.')
  const labels = labelsAt(fields, 'labels', path)
  const service = textAt(fields, 'service', path) ?? labels['service']
  const description = textAt(fields, 'description', path) ?? textAt(fields, 'message', path)
  const endedAt = timeAt(fields, 'endedAt', path)
  return {
    fingerprint: identityAt(fields, 'fingerprint', path) ?? fingerprintOf({ ...labels, title, service: service ?? '' }),
    status: statusAt(fields, path),
    name: labels['alertname'],
    title,
    severity: alertSeverity(textAt(fields, 'severity', path) ?? labels['severity']),
    service,
    labels,
    annotations: { ...(description !== undefined && { description }), ...labelsAt(fields, 'annotations', path) },
    startedAt: timeAt(fields, 'startedAt', path) ?? (endedAt && endedAt < receivedAt ? endedAt : receivedAt),
    endedAt,
    link: linkAt(fields, 'link') ?? linkAt(fields, 'url'),
  }
}

const over = new Set(['resolved', 'ok', 'closed', 'recovered'])
const burning = new Set(['firing', 'open', 'alerting', 'triggered', 'trigger', 'problem'])

function statusAt(fields: Fields, path: Path): Alert['status'] {
  const status = (textAt(fields, 'status', path) ?? 'firing').toLowerCase()
  if (over.has(status)) return 'resolved'
  return burning.has(status) ? 'firing' : unreadable([...path, 'status'], 'This should be "firing" or "resolved".')
}
