import type { Alert } from '../../alert/alert.ts'
import { fieldsOf, isFields } from '../../alert/reading.ts'
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

/** Google Cloud Monitoring's webhook channel: one incident a body, opened and closed under the same `incident_id`. */
export const gcpMonitoring: Sender = {
  kind: 'gcp-monitoring',
  name: 'Google Cloud Monitoring',
  vendorPage: 'https://cloud.google.com/monitoring/support/notification-options#webhooks',
  sends: 'Incidents of alerting policies, opened and closed.',
  setUp: [
    'Alerting, Edit notification channels, Webhooks, Add new: endpoint URL {url}. Name the channel in each policy and switch "Notify on incident closure" on.',
  ],
  recognises: body => isFields(placeIn(body, 'incident')) && said(body, 'incident.incident_id') !== undefined,
  read: readOne(incidentTold),
}

const severityOf = severityBy({ 'no severity': 'error' })

function incidentTold(body: object, received: Received): Alert {
  const incident = fieldsOf(placeIn(body, 'incident'), ['incident'])
  const policy = needed(body, 'incident.policy_name', 'incident.condition_name', 'incident.summary')
  const userLabels = placeIn(incident, 'policy_user_labels')
  return alertTold(
    {
      fingerprint: identityOf(needed(body, 'incident.incident_id')),
      over: isOver(said(incident, 'state'), 'closed'),
      name: policy,
      title: titleOf(incident, policy),
      severity: severityOf(said(incident, 'severity', 'policy_user_labels.severity')),
      service: said(userLabels, 'service'),
      labels: labelsSaid(
        { project: said(incident, 'scoping_project_id'), condition: said(incident, 'condition_name') },
        placeIn(incident, 'resource.labels'),
        placeIn(incident, 'metric.labels'),
        userLabels,
      ),
      annotations: notesOf({
        summary: said(incident, 'summary'),
        description: said(incident, 'documentation.content', 'documentation'),
      }),
      startedAt: momentSaid(incident, 'started_at'),
      endedAt: momentSaid(incident, 'ended_at'),
      link: linkSaid(incident, 'url'),
    },
    received,
  )
}

/** The policy, and what it is about where that has a name. Its summary says values and states, so it is no title. */
function titleOf(incident: object, policy: string): string {
  const about = said(incident, 'resource_display_name', 'resource_name')
  return about === undefined || policy.includes(about) ? policy : `${policy}: ${about}`
}
