import type { Alert, Label } from '../../alert/alert.ts'
import { fingerprintOf } from '../../alert/fingerprint.ts'
import { limits } from '../../alert/limits.ts'
import {
  at,
  type Fields,
  fieldsOf,
  labelsAt,
  linkAt,
  reading,
  textAt,
  timeAt,
  unreadable,
} from '../../alert/reading.ts'
import type { ReadReport } from '../../alert/report.ts'
import { resolveTimeoutMs } from '../../alert/resolve-timeout.ts'
import { alertSeverity } from '../../alert/severity.ts'
import { later } from '../../incident/obligation.ts'

/** Alertmanager's webhook, version 4, and Grafana's, which is like it: each alert on its own, whatever it was grouped by. `max_alerts` may have cut the list short. */
export const readAlertmanagerWebhook: ReadReport = (body, received) =>
  reading(() => {
    const message = fieldsOf(body, [])
    const leftOut = at(message, 'truncatedAlerts')
    return {
      ...(typeof leftOut === 'number' && Number.isSafeInteger(leftOut) && leftOut > 0 && { leftOut }),
      alerts: listOf(at(message, 'alerts'), ['alerts']).map((alert, i) =>
        readAlert(alert, ['alerts', i], received.at, webhook),
      ),
    }
  })

/** Alertmanager's API v2, `POST alerts`, as Prometheus speaks it: an alert is over when its end has come. */
export const readAlertmanagerAlerts: ReadReport = (body, received) =>
  reading(() => ({ alerts: listOf(body, []).map((alert, i) => readAlert(alert, [i], received.at, api)) }))

type Path = readonly (string | number)[]
/** What differs between the two: how an end is told, and whether silence is one. */
interface Way {
  statusOf: StatusOf
  expiryOf(endsAt: string | undefined, receivedAt: string): string | undefined
}
type StatusOf = (fields: Fields, path: Path, times: { endsAt?: string; receivedAt: string }) => Alert['status']

function listOf(value: unknown, path: Path): unknown[] {
  if (!Array.isArray(value)) return unreadable(path, 'This should be a list of alerts.')
  return value.length <= limits.alerts ? value : unreadable(path, `More than ${limits.alerts} alerts.`)
}

function readAlert(value: unknown, path: Path, receivedAt: string, { statusOf, expiryOf }: Way): Alert {
  const fields = fieldsOf(value, path)
  const labels = labelsAt(fields, 'labels', path)
  if (Object.keys(labels).length === 0) unreadable([...path, 'labels'], 'An alert needs at least one label.')
  const annotations = labelsAt(fields, 'annotations', path)
  const startsAt = timeAt(fields, 'startsAt', path)
  const endsAt = timeAt(fields, 'endsAt', path)
  const status = statusOf(fields, path, { endsAt, receivedAt })
  const expiresAt = status === 'firing' ? expiryOf(endsAt, receivedAt) : undefined
  const over = expiresAt ?? endsAt
  if (startsAt && over && over < startsAt) unreadable([...path, 'endsAt'], 'It cannot end before it starts.')
  return {
    fingerprint: fingerprintOf(labels),
    status,
    name: labels['alertname'],
    title: titleOf(labels, annotations),
    severity: alertSeverity(labels['severity']),
    service: labels['service'],
    labels,
    annotations,
    startedAt: startsAt ?? (endsAt && endsAt < receivedAt ? endsAt : receivedAt),
    endedAt: status === 'resolved' ? endsAt : undefined,
    expiresAt,
    link: linkAt(fields, 'generatorURL'),
  }
}

function titleOf(labels: Label, annotations: Label): string {
  const { summary, title, message, description } = annotations
  const said = [summary, title, message, labels['alertname'], description].find(text => text?.trim())
  return said ?? 'An alert without a name'
}

const statusAt: StatusOf = (fields, path) => {
  const status = textAt(fields, 'status', path) ?? 'firing'
  if (status === 'firing' || status === 'resolved') return status
  return unreadable([...path, 'status'], 'This should be "firing" or "resolved".')
}

const statusByEnd: StatusOf = (_fields, _path, { endsAt, receivedAt }) =>
  endsAt && endsAt <= receivedAt ? 'resolved' : 'firing'

const webhook: Way = { statusOf: statusAt, expiryOf: () => undefined }

/** An alert is over at its end unless it is told again; without an end it has Alertmanager's `resolve_timeout`. */
const api: Way = {
  statusOf: statusByEnd,
  expiryOf: (endsAt, receivedAt) => endsAt ?? later(receivedAt, resolveTimeoutMs),
}
