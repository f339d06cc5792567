import type { Alert } from '../../alert/alert.ts'
import { fieldsOf, reading } from '../../alert/reading.ts'
import type { ReadReport, Received } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  isOver,
  labelsSaid,
  linkSaid,
  needed,
  notesOf,
  placeIn,
  said,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'
import { alertSeverity } from '../../alert/severity.ts'
import { readUnified } from './unified.ts'

/** Grafana's own alerting, and the alerts of dashboards that it had before version 9. */
export const grafana: Sender = {
  kind: 'grafana',
  name: 'Grafana',
  vendorPage:
    'https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/',
  sends: 'Alerts of Grafana Alerting, each on its own, and legacy dashboard alerts.',
  setUp: [
    'Alerting, Contact points, Add contact point: integration Webhook, URL {url}. Leave "Disable resolved message" off.',
  ],
  recognises: body => isUnified(body) || isLegacy(body),
  read: (body, received) =>
    Array.isArray(placeIn(body, 'alerts')) ? readUnified(body, received) : readLegacy(body, received),
}

const isUnified = (body: unknown): boolean =>
  Array.isArray(placeIn(body, 'alerts')) && placeIn(body, 'orgId') !== undefined
const isLegacy = (body: unknown): boolean =>
  placeIn(body, 'ruleId') !== undefined && placeIn(body, 'state') !== undefined && placeIn(body, 'alerts') === undefined

const readLegacy: ReadReport = (body, received) =>
  reading(() => ({ alerts: [legacyAlert(fieldsOf(body, []), received)] }))

/** `alerting`, `no_data`, `ok`; `paused` and `pending` need nobody. */
function legacyAlert(body: object, received: Received): Alert {
  const rule = needed(body, 'ruleId')
  const name = needed(body, 'ruleName', 'title')
  const labels = labelsSaid(placeIn(body, 'tags'))
  return alertTold(
    {
      fingerprint: identityOf(said(body, 'orgId') ?? '1', rule),
      over: isOver(said(body, 'state'), 'ok', 'paused', 'pending'),
      name,
      title: name,
      severity: alertSeverity(labels['severity']),
      service: labels['service'],
      labels,
      annotations: notesOf({ description: said(body, 'message') }),
      link: linkSaid(body, 'ruleUrl'),
    },
    received,
  )
}
