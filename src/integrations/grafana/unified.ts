import type { Alert, Label } from '../../alert/alert.ts'
import { fingerprintOf } from '../../alert/fingerprint.ts'
import { limits } from '../../alert/limits.ts'
import { type Fields, fieldsOf, labelsAt, reading, textAt, timeAt, unreadable } from '../../alert/reading.ts'
import type { ReadReport, Received } from '../../alert/report.ts'
import { alertTold, linkSaid } from '../../alert/said.ts'
import { alertSeverity } from '../../alert/severity.ts'

/** Grafana Alerting: the alerts of a group, each on its own. The labels are an alert's identity, as at Alertmanager's door. */
export const readUnified: ReadReport = (body, received) =>
  reading(() => {
    const { alerts: list, truncatedAlerts: leftOut } = fieldsOf(body, [])
    if (!Array.isArray(list)) return unreadable(['alerts'], 'This should be a list of alerts.')
    if (list.length > limits.alerts) return unreadable(['alerts'], `More than ${limits.alerts} alerts.`)
    return {
      ...(typeof leftOut === 'number' && Number.isSafeInteger(leftOut) && leftOut > 0 && { leftOut }),
      alerts: list.map((alert, i) => oneOf(fieldsOf(alert, ['alerts', i]), ['alerts', i], received)),
    }
  })

function oneOf(alert: Fields, path: (string | number)[], received: Received): Alert {
  const labels = labelsAt(alert, 'labels', path)
  if (Object.keys(labels).length === 0) unreadable([...path, 'labels'], 'An alert needs at least one label.')
  const annotations = labelsAt(alert, 'annotations', path)
  return alertTold(
    {
      fingerprint: fingerprintOf(labels),
      over: statusOf(alert, path) === 'resolved',
      name: labels['alertname'],
      title: titleOf(labels, annotations),
      severity: alertSeverity(labels['severity']),
      service: labels['service'],
      labels,
      annotations,
      startedAt: timeAt(alert, 'startsAt', path),
      endedAt: timeAt(alert, 'endsAt', path),
      link: linkSaid(alert, 'generatorURL', 'panelURL', 'dashboardURL'),
    },
    received,
  )
}

function statusOf(alert: Fields, path: (string | number)[]): string {
  const status = textAt(alert, 'status', path) ?? 'firing'
  if (status === 'firing' || status === 'resolved') return status
  return unreadable([...path, 'status'], 'This should be "firing" or "resolved".')
}

function titleOf(labels: Label, annotations: Label): string {
  const { summary, title, message, description } = annotations
  const said = [summary, title, message, labels['alertname'], description].find(text => text?.trim())
  return said ?? 'An alert without a name'
}
