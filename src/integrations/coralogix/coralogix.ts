import type { Alert } from '../../alert/alert.ts'
import { isFields } from '../../alert/reading.ts'
import type { Received } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  isOver,
  labelsOf,
  linkSaid,
  needed,
  notesOf,
  placeIn,
  readOne,
  said,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'
import { alertSeverity } from '../../alert/severity.ts'

/** Coralogix' generic webhook with the message that a new one has there. */
export const coralogix: Sender = {
  kind: 'coralogix',
  name: 'Coralogix',
  vendorPage:
    'https://coralogix.com/docs/user-guides/alerting/outbound-webhooks/generic-outbound-webhooks-alert-webhooks/',
  sends: 'Alerts, triggered and resolved.',
  setUp: [
    'Integrations, Outbound Webhooks, Generic Webhook: URL {url}, method POST, the message as it is. Each alert: notify it, and on resolve.',
  ],
  recognises: body => said(body, 'alert_action') !== undefined && said(body, 'alert_id') !== undefined,
  read: readOne(alertOf),
}

/** `alert_action` is trigger or resolve. The same alert for the same group is the same alert again. */
function alertOf(body: object, received: Received): Alert {
  const over = isOver(needed(body, 'alert_action'), 'resolve', 'resolved')
  const name = needed(body, 'name')
  const labels = labelsOf(pairs(placeIn(body, 'fields')))
  return alertTold(
    {
      fingerprint: identityOf(needed(body, 'alert_id'), said(body, 'group_by_labels') ?? ''),
      over,
      name,
      title: name,
      severity: alertSeverity(said(body, 'alert_severity') ?? labels['priority'] ?? labels['severity']),
      service: said(body, 'service') ?? labels['subsystem'],
      labels,
      annotations: notesOf({ description: said(body, 'description'), logs: linkSaid(body, 'log_url') }),
      link: linkSaid(body, 'alert_url', 'log_url'),
    },
    received,
  )
}

/** `[{key, value}]`; a placeholder that was not filled in says nothing. */
function pairs(list: unknown): [string, string | undefined][] {
  const fields = Array.isArray(list) ? list.slice(0, 100).filter(isFields) : []
  return fields
    .map((field): [string, string | undefined] => [said(field, 'key') ?? '', said(field, 'value')])
    .filter(([, value]) => value !== undefined && !value.startsWith('$'))
}
