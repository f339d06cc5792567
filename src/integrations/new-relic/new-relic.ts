import type { Alert } from '../../alert/alert.ts'
import type { Received } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  isOver,
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

/** New Relic's workflows with the payload that a new webhook has there: one issue a body. */
export const newRelic: Sender = {
  kind: 'new-relic',
  name: 'New Relic',
  vendorPage: 'https://docs.newrelic.com/docs/alerts/get-notified/notification-integrations/#webhook',
  sends: 'Issues that are created, activated and closed.',
  setUp: [
    'Alerts, Destinations: a webhook with endpoint URL {url}. Alerts, Workflows: notify it, and leave its payload as it is.',
  ],
  recognises: body => said(body, 'issueUrl') !== undefined && said(body, 'state') !== undefined,
  read: readOne(issueTold),
}

const severityOf = severityBy({ high: 'error', medium: 'warning', low: 'info' })

function issueTold(body: object, received: Received): Alert {
  const over = isOver(needed(body, 'state'), 'closed', 'resolved', 'deactivated')
  const title = needed(body, 'title', 'alertConditionNames.0')
  return alertTold(
    {
      fingerprint: identityOf(needed(body, 'id', 'issueId')),
      over,
      name: said(body, 'alertConditionNames.0') ?? title,
      title,
      severity: severityOf(said(body, 'priority', 'severity')),
      labels: labelsSaid({
        policy: said(body, 'alertPolicyNames.0'),
        condition: said(body, 'alertConditionNames.0'),
        entity: said(body, 'impactedEntities.0'),
      }),
      annotations: notesOf({ entities: listed(placeIn(body, 'impactedEntities')) }),
      startedAt: momentSaid(body, 'activatedAt', 'createdAt'),
      endedAt: momentSaid(body, 'closedAt', 'updatedAt'),
      link: linkSaid(body, 'issueUrl'),
    },
    received,
  )
}

const listed = (list: unknown): string | undefined =>
  Array.isArray(list)
    ? list
        .filter(one => typeof one === 'string')
        .slice(0, 50)
        .join(', ')
    : undefined
