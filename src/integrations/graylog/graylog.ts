import type { Alert } from '../../alert/alert.ts'
import { isFields } from '../../alert/reading.ts'
import type { Received } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  labelsSaid,
  momentSaid,
  needed,
  notesOf,
  placeIn,
  readOne,
  said,
  severityBy,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'

/** Graylog's HTTP notification: an event of an event definition. Graylog knows no end of it: it ends here. */
export const graylog: Sender = {
  kind: 'graylog',
  name: 'Graylog',
  vendorPage: 'https://go2docs.graylog.org/current/interacting_with_your_log_data/notifications.html',
  sends: 'Events of event definitions. It never says that one is over.',
  setUp: ['Alerts, Notifications, Create: type HTTP Notification, URL {url}. Name it in each event definition.'],
  recognises: body => said(body, 'event_definition_id') !== undefined && isFields(placeIn(body, 'event')),
  read: readOne(eventTold),
}

const severityOf = severityBy({ '4': 'critical', '3': 'error', '2': 'warning', '1': 'info' })

/** The same definition and key (or group) are the same alert. */
function eventTold(body: object, received: Received): Alert | undefined {
  if (said(body, 'event_definition_type') === 'test-dummy-v1') return undefined
  const title = needed(body, 'event_definition_title')
  const event = placeIn(body, 'event')
  const group = placeIn(event, 'group_by_fields')
  return alertTold(
    {
      fingerprint: identityOf(needed(body, 'event_definition_id'), said(event, 'key') ?? '', groupText(group)),
      over: false,
      name: title,
      title,
      severity: severityOf(said(event, 'priority')),
      service: said(event, 'fields.service', 'group_by_fields.service'),
      labels: labelsSaid(placeIn(event, 'fields'), group, { source: said(event, 'source') }),
      annotations: notesOf({
        summary: said(event, 'message'),
        description: said(body, 'event_definition_description'),
      }),
      startedAt: momentSaid(event, 'timestamp'),
    },
    received,
  )
}

const groupText = (group: unknown): string =>
  Object.entries(labelsSaid(group))
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(',')
