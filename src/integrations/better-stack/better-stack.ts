import type { Alert } from '../../alert/alert.ts'
import { fieldsOf, isFields, reading } from '../../alert/reading.ts'
import type { Received, Report } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  labelsSaid,
  linkSaid,
  momentSaid,
  needed,
  notesOf,
  placeIn,
  said,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'

/** Better Stack's outgoing webhook of type Incident: created, acknowledged, resolved. Other types are no alerts. */
export const betterStack: Sender = {
  kind: 'better-stack',
  name: 'Better Stack',
  vendorPage: 'https://betterstack.com/docs/uptime/webhooks/',
  sends: 'Incidents, created, acknowledged and resolved.',
  setUp: ['Integrations, Exporting data, Outgoing webhooks: type Incident, webhook URL {url}.'],
  recognises: body => said(body, 'data.type') !== undefined && isFields(placeIn(body, 'data.attributes')),
  read: (body, received) => reading(() => told(fieldsOf(body, []), received)),
}

function told(body: object, received: Received): Report {
  if (needed(body, 'data.type') !== 'incident') return { alerts: [] }
  const fingerprint = identityOf(needed(body, 'data.id'))
  const { resolved_at: resolvedAt, acknowledged_at: acknowledgedAt } = fieldsOf(placeIn(body, 'data.attributes'), [
    'data',
    'attributes',
  ])
  const isAcknowledged = typeof acknowledgedAt === 'string' && typeof resolvedAt !== 'string'
  return isAcknowledged
    ? { alerts: [], acknowledged: [fingerprint] }
    : { alerts: [incident(body, fingerprint, received)] }
}

function incident(body: object, fingerprint: string, received: Received): Alert {
  const of = placeIn(body, 'data.attributes')
  const name = needed(body, 'data.attributes.name')
  const monitor = said(body, 'data.relationships.monitor.data.id')
  return alertTold(
    {
      fingerprint,
      over: said(of, 'resolved_at') !== undefined || said(of, 'status')?.toLowerCase() === 'resolved',
      name,
      title: name,
      severity: 'error',
      labels: labelsSaid({ monitor, team: said(of, 'team_name'), url: linkSaid(of, 'url') }),
      annotations: notesOf({ description: said(of, 'cause') }),
      startedAt: momentSaid(of, 'started_at'),
      endedAt: momentSaid(of, 'resolved_at'),
      link: linkSaid(of, 'origin_url', 'incident_url', 'url'),
    },
    received,
  )
}
