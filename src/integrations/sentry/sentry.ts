import type { Alert } from '../../alert/alert.ts'
import { isFields, reading, unreadable } from '../../alert/reading.ts'
import type { Received, Report } from '../../alert/report.ts'
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
  said,
  severityBy,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'
import { signingSecret } from '../../alert/signing-secret.ts'

/** Sentry's integration platform: issue alerts, metric alerts, and issues that change their state. */
export const sentry: Sender = {
  kind: 'sentry',
  name: 'Sentry',
  vendorPage: 'https://docs.sentry.io/organization/integrations/integration-platform/webhooks/',
  sends: 'Issue alerts, metric alerts, and issues as they are created, resolved, archived or come back.',
  setUp: [
    'Settings, Custom Integrations, Internal Integration: webhook URL {url}, switch "Alert Rule Action" on, subscribe to issue.',
    'Each alert rule: send a notification via this integration.',
  ],
  checks: 'sentry-hook-signature, where the client secret is set.',
  recognises: (body, headers) =>
    isFields(placeIn(body, 'data')) &&
    said(body, 'action') !== undefined &&
    (headers['sentry-hook-resource'] !== undefined ||
      placeIn(body, 'installation') !== undefined ||
      about(body) !== undefined),
  read: (body, received) => reading(() => readHook(body, received)),
  settings: signingSecret('The client secret of the internal integration. With it, only what Sentry signed is taken.'),
  secrets: ['secret'],
  verify: async ({ headers }, { secret }, { isHmac }) => {
    if (typeof secret !== 'string') return undefined
    if (isHmac(headers['sentry-hook-signature'], { digest: 'sha256', key: secret, as: 'hex' })) return undefined
    return { path: 'sentry-hook-signature', message: 'This is not signed with the client secret that is set here.' }
  },
}

const about = (body: unknown): 'metric_alert' | 'event' | 'issue' | undefined =>
  (['metric_alert', 'event', 'issue'] as const).find(name => isFields(placeIn(body, `data.${name}`)))

/** Comments, installations and single errors are no alerts. */
function readHook(body: unknown, received: Received): Report {
  const readers = { metric_alert: metricAlert, event: issueAlert, issue: issueState }
  const what = about(body)
  if (what) return { alerts: [readers[what](body, received)].filter(alert => alert !== undefined) }
  if (!isFields(placeIn(body, 'data'))) return unreadable(['data'], 'This should be an object.')
  needed(body, 'action')
  return { alerts: [] }
}

const severityOf = severityBy({ fatal: 'critical', sample: 'info' })

function metricAlert(body: unknown, received: Received): Alert {
  const alert = placeIn(body, 'data.metric_alert')
  const action = needed(body, 'action')
  const over = isOver(action, 'resolved')
  const rule =
    said(alert, 'alert_rule.name') ??
    needed(body, 'data.description_title').replace(/^(critical|warning|resolved): */i, '')
  const startedAt = momentSaid(alert, 'date_started', 'date_detected')
  return alertTold(
    {
      fingerprint: identityOf(
        'metric',
        said(alert, 'organization_id') ?? '',
        said(alert, 'alert_rule.id') ?? needed(body, 'data.metric_alert.id'),
      ),
      over,
      name: rule,
      title: rule,
      severity: over ? 'error' : severityOf(action),
      labels: labelsSaid({ project: said(alert, 'projects.0'), environment: said(alert, 'alert_rule.environment') }),
      annotations: notesOf({
        description: said(body, 'data.description_text'),
        query: said(alert, 'alert_rule.query'),
      }),
      startedAt,
      endedAt: momentSaid(alert, 'date_closed'),
      link: linkSaid(body, 'data.web_url'),
    },
    received,
  )
}

/** An alert rule saw an event of an issue: the issue is what burns, and what is resolved later. */
function issueAlert(body: unknown, received: Received): Alert {
  const event = placeIn(body, 'data.event')
  const title = needed(body, 'data.event.title', 'data.event.message')
  return alertTold(
    {
      fingerprint: identityOf('issue', needed(body, 'data.event.issue_id')),
      over: false,
      name: said(event, 'metadata.type') ?? title,
      title,
      severity: severityOf(said(event, 'level')),
      labels: { ...labelsOf(tagPairs(placeIn(event, 'tags'))), ...labelsSaid({ platform: said(event, 'platform') }) },
      annotations: notesOf({ culprit: said(event, 'culprit'), rule: said(body, 'data.triggered_rule') }),
      startedAt: momentSaid(event, 'datetime', 'timestamp'),
      link: linkSaid(event, 'web_url'),
    },
    received,
  )
}

/** `[["os", "Linux"]]`. */
function tagPairs(tags: unknown): [string, unknown][] {
  const pairs = Array.isArray(tags) ? tags.slice(0, 100).filter(Array.isArray) : []
  return pairs.map(([name, value]: unknown[]) => [typeof name === 'string' ? name : '', value])
}

/** Archived is over as well: somebody decided that it needs nobody. Assigned says nothing about that. */
function issueState(body: unknown, received: Received): Alert | undefined {
  const issue = placeIn(body, 'data.issue')
  const action = needed(body, 'action')
  if (isOver(action, 'assigned')) return undefined
  const title = needed(body, 'data.issue.title')
  return alertTold(
    {
      fingerprint: identityOf('issue', needed(body, 'data.issue.id')),
      over: isOver(action, 'resolved', 'archived', 'ignored'),
      name: said(issue, 'metadata.type') ?? title,
      title,
      severity: severityOf(said(issue, 'level')),
      labels: labelsSaid({ project: said(issue, 'project.slug'), platform: said(issue, 'platform') }),
      annotations: notesOf({ culprit: said(issue, 'culprit') }),
      startedAt: isOver(action, 'created') ? momentSaid(issue, 'firstSeen') : undefined,
      link: linkSaid(issue, 'web_url', 'permalink'),
    },
    received,
  )
}
