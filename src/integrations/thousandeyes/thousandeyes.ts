import type { Alert } from '../../alert/alert.ts'
import { isFields, unreadable } from '../../alert/reading.ts'
import type { Received } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  labelsSaid,
  linkSaid,
  needed,
  notesOf,
  placeIn,
  readOne,
  said,
  utcSaid,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'
import { alertSeverity } from '../../alert/severity.ts'

/** ThousandEyes' webhooks: alerts of tests and of agents, triggered and cleared. Its times are UTC. */
export const thousandeyes: Sender = {
  kind: 'thousandeyes',
  name: 'ThousandEyes',
  vendorPage:
    'https://docs.thousandeyes.com/product-documentation/alerts/creating-and-editing-alert-rules/using-webhooks',
  sends: 'Alerts of tests and of agents, triggered and cleared.',
  setUp: ['Alerts, Alert Rules, Notifications: Edit webhooks, URL {url}.'],
  recognises: body => /^(AGENT_)?ALERT_NOTIFICATION_|^WEBHOOK_TEST$/.test(said(body, 'eventType') ?? ''),
  read: readOne(eventTold),
}

function eventTold(body: object, received: Received): Alert | undefined {
  const type = needed(body, 'eventType')
  if (type === 'WEBHOOK_TEST') return undefined
  const what = /^(AGENT_)?ALERT_NOTIFICATION_(TRIGGER|CLEAR)$/.exec(type)
  if (!what)
    return unreadable(['eventType'], 'This should end in ALERT_NOTIFICATION_TRIGGER or ALERT_NOTIFICATION_CLEAR.')
  const at = what[1] === undefined ? 'alert' : 'agentAlert'
  if (!isFields(placeIn(body, at))) unreadable([at], 'This should be an object.')
  return alertOf(body, at, what[2] === 'CLEAR', received)
}

function alertOf(body: object, at: string, over: boolean, received: Received): Alert {
  const told = placeIn(body, at)
  const rule = needed(body, `${at}.ruleName`)
  const about = said(told, 'testName', 'agentName')
  return alertTold(
    {
      fingerprint: identityOf(
        at === 'alert' ? needed(body, 'alert.alertId') : needed(body, 'agentAlert.agentNotificationId'),
      ),
      over,
      name: rule,
      title: about === undefined ? rule : `${rule}: ${about}`,
      severity: alertSeverity(said(told, 'severity')),
      labels: labelsSaid({
        rule,
        test: said(told, 'testName'),
        type: said(told, 'type'),
        host: said(told, 'hostname'),
        agent: said(told, 'agentName', 'agents.0.agentName'),
      }),
      annotations: notesOf({
        description: said(told, 'ruleExpression'),
        metrics: said(told, 'agents.0.metricsAtStart', 'metricsAtStart'),
      }),
      startedAt: utcSaid(told, 'dateStart'),
      endedAt: utcSaid(told, 'dateEnd'),
      link: linkSaid(told, 'permalink'),
    },
    received,
  )
}
