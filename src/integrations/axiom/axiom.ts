import type { Alert } from '../../alert/alert.ts'
import type { Received } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  isOver,
  labelsSaid,
  momentSaid,
  needed,
  notesOf,
  placeIn,
  readOne,
  said,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'

/** Axiom's custom webhook with its default template: a monitor opens and closes. A match monitor never closes: it ends here. */
export const axiom: Sender = {
  kind: 'axiom',
  name: 'Axiom',
  vendorPage: 'https://axiom.co/docs/monitor-data/custom-webhook-notifier',
  sends: 'Monitors that open and close.',
  setUp: ['Monitors, Manage notifiers, New notifier: Custom webhook, URL {url}, the template as it is.'],
  recognises: body => said(body, 'action') !== undefined && said(body, 'event.monitorID') !== undefined,
  read: readOne(monitorTold),
}

function monitorTold(body: object, received: Received): Alert {
  const over = isOver(needed(body, 'action'), 'closed')
  const title = needed(body, 'event.title')
  const at = momentSaid(body, 'event.timestamp')
  return alertTold(
    {
      fingerprint: identityOf(needed(body, 'event.monitorID')),
      over,
      name: title,
      title,
      severity: 'error',
      service: said(body, 'event.matchedEvent.service'),
      labels: labelsSaid({ monitor: title }, placeIn(body, 'event.matchedEvent')),
      annotations: notesOf({ summary: said(body, 'event.body'), description: said(body, 'event.description') }),
      startedAt: over ? undefined : at,
      endedAt: at,
    },
    received,
  )
}
