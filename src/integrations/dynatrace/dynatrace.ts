import type { Alert } from '../../alert/alert.ts'
import type { Received } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  isOver,
  labelsSaid,
  linkSaid,
  needed,
  notesOf,
  readOne,
  said,
  severityBy,
  tagsSaid,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'

const template = `{
  "State": "{State}", "PID": "{PID}", "ProblemID": "{ProblemID}", "ProblemTitle": "{ProblemTitle}", "ProblemURL": "{ProblemURL}",
  "ProblemSeverity": "{ProblemSeverity}", "ProblemImpact": "{ProblemImpact}", "ImpactedEntity": "{ImpactedEntity}", "Tags": "{Tags}"
}`

/** Dynatrace's problem notifications: the placeholders of its custom integration, under their own names. */
export const dynatrace: Sender = {
  kind: 'dynatrace',
  name: 'Dynatrace',
  vendorPage:
    'https://docs.dynatrace.com/docs/analyze-explore-automate/notifications-and-alerting/problem-notifications/webhook-integration',
  sends: 'Problems, open and resolved.',
  setUp: [
    'Settings, Integration, Problem notifications, Add: Custom integration, webhook URL {url}, and this payload:',
    template,
  ],
  recognises: body => said(body, 'ProblemTitle') !== undefined && said(body, 'State') !== undefined,
  read: readOne(problemTold),
}

const severityOf = severityBy({
  availability: 'critical',
  monitoring_unavailable: 'critical',
  error: 'error',
  custom_alert: 'error',
  performance: 'warning',
  resource_contention: 'warning',
})

/** Merged is over as well: the problem goes on under another id. */
function problemTold(body: object, received: Received): Alert {
  const title = needed(body, 'ProblemTitle')
  const tags = tagsSaid(said(body, 'Tags'))
  return alertTold(
    {
      fingerprint: identityOf(said(body, 'PID') ?? needed(body, 'ProblemID')),
      over: isOver(needed(body, 'State'), 'resolved', 'merged', 'closed'),
      name: title,
      title,
      severity: severityOf(said(body, 'ProblemSeverity')),
      service: tags['service'],
      labels: {
        ...tags,
        ...labelsSaid({
          problem: said(body, 'ProblemID'),
          impact: said(body, 'ProblemImpact'),
          entity: said(body, 'ImpactedEntity'),
        }),
      },
      annotations: notesOf({ description: said(body, 'ProblemDetailsText') }),
      link: linkSaid(body, 'ProblemURL'),
    },
    received,
  )
}
