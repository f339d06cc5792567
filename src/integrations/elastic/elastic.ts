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
  tagsSaid,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'
import { alertSeverity } from '../../alert/severity.ts'

const template = `{
  "rule": { "id": "{{rule.id}}", "name": "{{rule.name}}", "space": "{{rule.spaceId}}", "tags": "{{rule.tags}}", "url": "{{rule.url}}" },
  "alert": { "id": "{{alert.id}}", "actionGroup": "{{alert.actionGroup}}" },
  "severity": "error", "reason": "{{context.reason}}", "date": "{{date}}"
}`

/** Kibana's rules with a webhook connector send what a template says: ours is above. */
export const elastic: Sender = {
  kind: 'elastic',
  name: 'Elastic (Kibana)',
  vendorPage: 'https://www.elastic.co/guide/en/kibana/current/rule-action-variables.html',
  sends: 'Alerts of Kibana rules, active and recovered.',
  setUp: [
    'Stack Management, Connectors, Webhook: method POST, URL {url}, header Content-Type: application/json.',
    'Each rule: two actions with that connector, for each alert, one when it is active and one when it has recovered, both with this body (severity as you mean it):',
    template,
  ],
  recognises: body => said(body, 'rule.id') !== undefined && said(body, 'alert.actionGroup') !== undefined,
  read: readOne(alertOf),
}

function alertOf(body: object, received: Received): Alert {
  const over = isOver(needed(body, 'alert.actionGroup'), 'recovered')
  const rule = needed(body, 'rule.name')
  const instance = said(body, 'alert.id')
  const tags = tagsSaid(placeIn(body, 'rule.tags'))
  const at = momentSaid(body, 'date')
  return alertTold(
    {
      fingerprint: identityOf(needed(body, 'rule.id'), instance ?? ''),
      over,
      name: rule,
      title: instance === undefined || instance === '*' || instance.includes(rule) ? rule : `${rule}: ${instance}`,
      severity: alertSeverity(said(body, 'severity')),
      service: tags['service'],
      labels: { ...tags, ...labelsSaid({ rule, instance, space: said(body, 'rule.space') }) },
      annotations: notesOf({ description: said(body, 'reason') }),
      startedAt: over ? undefined : at,
      endedAt: at,
      link: linkSaid(body, 'rule.url'),
    },
    received,
  )
}
