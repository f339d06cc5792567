import type { Alert } from '../../alert/alert.ts'
import { isFields, unreadable } from '../../alert/reading.ts'
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
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'
import { alertSeverity } from '../../alert/severity.ts'

/** Netdata Cloud's webhooks: alerts, and nodes that can be reached or not. */
export const netdata: Sender = {
  kind: 'netdata',
  name: 'Netdata Cloud',
  vendorPage:
    'https://learn.netdata.cloud/docs/alerts-&-notifications/notifications/centralized-cloud-notifications/webhook',
  sends: 'Alerts that are raised and cleared, and nodes that become unreachable and reachable.',
  setUp: [
    'Space settings, Alerts & Notifications, Add configuration: Webhook, URL {url}.',
    'Press Test: the token it asks for arrives as an alert of severity info, in the list of alerts.',
  ],
  recognises: body => isAlert(body) || isReachability(body) || isTest(body),
  read: readOne((body, received) => {
    if (isTest(body)) return test(body, received)
    return isReachability(body) ? node(body, received) : alertOf(body, received)
  }),
}

const isAlert = (body: unknown): boolean =>
  said(body, 'alert', 'alarm') !== undefined && said(body, 'chart') !== undefined
const isReachability = (body: unknown): boolean => typeof placeIn(body, 'status.reachable') === 'boolean'
/** `{message, title, token}` and nothing else: a script's own alert has more, or no token. */
const isTest = (body: unknown): boolean =>
  isFields(body) && Object.keys(body).sort().join() === 'message,title,token' && said(body, 'token') !== undefined

/** Netdata documents no field for the node: space, alert, chart and context are the identity, and the node where one is told. */
function alertOf(body: object, received: Received): Alert {
  const name = needed(body, 'alert', 'alarm')
  const severity = needed(body, 'severity')
  if (!['warning', 'critical', 'clear'].includes(severity))
    unreadable(['severity'], 'This should be "warning", "critical" or "clear".')
  const at = momentSaid(body, 'date')
  const over = severity === 'clear'
  return alertTold(
    {
      fingerprint: identityOf(
        said(body, 'space') ?? '',
        name,
        said(body, 'chart') ?? '',
        said(body, 'context') ?? '',
        nodeOf(body),
      ),
      over,
      name,
      title: said(body, 'info') ?? name,
      severity: over ? 'error' : alertSeverity(severity),
      labels: labelsSaid({
        space: said(body, 'space'),
        chart: said(body, 'chart'),
        context: said(body, 'context'),
        family: said(body, 'family'),
        class: said(body, 'class'),
        host: said(body, 'host', 'node', 'hostname'),
      }),
      annotations: notesOf({ description: said(body, 'message') }),
      startedAt: over ? undefined : at,
      endedAt: at,
      link: linkSaid(body, 'alert_url', 'alarm_url'),
    },
    received,
  )
}

const nodeOf = (body: object): string => said(body, 'host', 'node', 'hostname') ?? ''

function node(body: object, received: Received): Alert {
  const host = needed(body, 'host')
  return alertTold(
    {
      fingerprint: identityOf('reachability', host),
      over: isOver(said(body, 'status.reachable'), 'true'),
      name: 'Node reachability',
      title: `Reachability of ${host}`,
      severity: 'critical',
      labels: { host },
      annotations: notesOf({ description: said(body, 'message') }),
      link: linkSaid(body, 'url'),
    },
    received,
  )
}

function test(body: object, received: Received): Alert {
  const title = needed(body, 'title')
  const annotations = notesOf({ description: said(body, 'message'), token: said(body, 'token') })
  return alertTold({ fingerprint: 'test', over: false, title, severity: 'info', annotations }, received)
}
