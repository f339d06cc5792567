import type { Alert, Label } from '../../alert/alert.ts'
import { isFields } from '../../alert/reading.ts'
import type { Received } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  isOver,
  labelsOf,
  labelsSaid,
  linkSaid,
  momentSaid,
  needed,
  notesOf,
  placeIn,
  readOne,
  said,
  severityBy,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'

/** Dash0's webhooks: an issue that is ongoing, or is not any more. */
export const dash0: Sender = {
  kind: 'dash0',
  name: 'Dash0',
  vendorPage: 'https://www.dash0.com/hub/integrations/int_alerting_webhook/overview',
  sends: 'Issues of check rules, ongoing, resolved, superseded and closed.',
  setUp: ['Settings, Notification channels: Webhook, URL {url}. Name it in each check rule.'],
  recognises: body => said(body, 'type')?.startsWith('alert.') === true && isFields(placeIn(body, 'data.issue')),
  read: readOne(issueTold),
}

const severityOf = severityBy({ degraded: 'warning' })

/** `issueIdentifier` is of the rule and its resource, and stays from one issue to the next. */
function issueTold(body: object, received: Received): Alert {
  const issue = placeIn(body, 'data.issue')
  const over = isOver(needed(body, 'type'), 'alert.resolved', 'alert.superseded', 'alert.closed')
  const title = needed(body, 'data.issue.summary', 'data.issue.checkrules.0.name')
  const labels = attributes(placeIn(issue, 'labels'))
  return alertTold(
    {
      fingerprint: identityOf(needed(body, 'data.issue.issueIdentifier', 'data.issue.id')),
      over,
      name: said(issue, 'checkrules.0.name') ?? title,
      title,
      severity: over ? 'error' : severityOf(said(issue, 'status')),
      service: labels['service.name'],
      labels: { ...labels, ...labelsSaid({ dataset: said(issue, 'dataset') }) },
      annotations: {
        ...attributes(placeIn(issue, 'annotations')),
        ...notesOf({ description: said(issue, 'description') }),
      },
      startedAt: momentSaid(issue, 'start'),
      endedAt: momentSaid(issue, 'end'),
      link: linkSaid(issue, 'url', 'checkrules.0.url'),
    },
    received,
  )
}

/** OpenTelemetry's attributes: `[{key, value: {stringValue}}]`. */
function attributes(list: unknown): Label {
  const told = Array.isArray(list) ? list.slice(0, 200).filter(isFields) : []
  const values = ['value.stringValue', 'value.intValue', 'value.doubleValue', 'value.boolValue', 'value']
  return labelsOf(told.map(one => [said(one, 'key') ?? '', said(one, ...values)] as const))
}
