import type { Alert } from '../../alert/alert.ts'
import type { Received } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  isOver,
  linkSaid,
  momentSaid,
  needed,
  notesOf,
  readOne,
  said,
  severityBy,
  tagsSaid,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'

/** What to paste into Datadog: its variables, in names that this reader knows. */
const template = `{
  "alert_id": "$ALERT_ID", "aggreg_key": "$AGGREG_KEY", "alert_transition": "$ALERT_TRANSITION",
  "alert_title": "$ALERT_TITLE", "title": "$EVENT_TITLE", "body": "$TEXT_ONLY_MSG", "event_type": "$EVENT_TYPE",
  "alert_type": "$ALERT_TYPE", "alert_priority": "$ALERT_PRIORITY", "alert_scope": "$ALERT_SCOPE",
  "hostname": "$HOSTNAME", "tags": "$TAGS", "link": "$LINK", "date": "$DATE", "id": "$ID",
  "org": { "id": "$ORG_ID", "name": "$ORG_NAME" }
}`

/** Datadog's webhooks send what a template says: ours, the default one, or any that keeps the usual names. */
export const datadog: Sender = {
  kind: 'datadog',
  name: 'Datadog',
  vendorPage: 'https://docs.datadoghq.com/integrations/webhooks/',
  sends: 'Monitors that trigger, warn, have no data and recover.',
  setUp: [
    'Integrations, Webhooks, New: name fireline, URL {url}, and this payload:',
    template,
    'Name @webhook-fireline in the message of each monitor.',
  ],
  recognises: body =>
    said(body, 'alert_transition') !== undefined ||
    (said(body, 'event_type', 'EVENT_TYPE') !== undefined && isDefault(body)),
  read: readOne(alertOf),
}

/** The payload that a new webhook has in Datadog. */
const isDefault = (body: unknown): boolean =>
  said(body, 'title') !== undefined &&
  said(body, 'last_updated') !== undefined &&
  said(body, 'org.id', 'org.name') !== undefined

const severityOf = severityBy({ p1: 'critical', p2: 'error', p3: 'warning', p4: 'info', p5: 'info' })
const bad = new Map(Object.entries({ error: 'error', warning: 'warning', info: 'info', success: 'error' } as const))

function alertOf(body: object, received: Received): Alert {
  const full = needed(body, 'title', 'alert_title')
  const { title, state } = parted(full)
  const transition = said(body, 'alert_transition', 'transition') ?? state ?? said(body, 'alert_type')
  const over = isOver(transition, 'recovered', 'resolved', 'success', 'ok')
  const at = momentSaid(body, 'date', 'date_posix', 'last_updated')
  const tags = tagsSaid(said(body, 'tags'))
  return alertTold(
    {
      fingerprint: identity(body, title),
      over,
      name: title,
      title,
      severity: severity(body, transition),
      service: tags['service'],
      labels: {
        ...tagsSaid(said(body, 'alert_scope', 'scopes')),
        ...tags,
        ...notesOf({ host: said(body, 'hostname') }),
      },
      annotations: notesOf({
        description: said(body, 'body', 'text_only_msg', 'event_message'),
        query: said(body, 'alert_query'),
      }),
      startedAt: over ? undefined : at,
      endedAt: at,
      link: linkSaid(body, 'link', 'url', 'alert_url'),
    },
    received,
  )
}

/** Datadog's own key of a monitor and its group; else the monitor and its scope; else the title without its state. */
function identity(body: object, title: string): string {
  const key = said(body, 'aggreg_key', 'deduplication_key')
  if (key !== undefined) return identityOf(key)
  const monitor = said(body, 'alert_id', 'monitor_id')
  const scope = said(body, 'alert_scope', 'scopes') ?? parted(said(body, 'title', 'alert_title') ?? '').scope ?? ''
  return monitor === undefined ? identityOf(title, scope) : identityOf(monitor, scope)
}

const stated =
  /^(?:\[P\d\] *)?\[(?:re-)?(triggered|recovered|warn|no data|renotify|alert)(?: on (\{[^\]]{0,500}\}))?\] */i

/** `[Triggered on {host:web-1}] CPU is high`: what it says without its state, and whom it is about. */
function parted(full: string): { title: string; state?: string; scope?: string } {
  const [start = '', state, scope] = stated.exec(full) ?? []
  return { title: full.slice(start.length).trim() || full, state, scope }
}

function severity(body: object, transition = ''): Alert['severity'] {
  const priority = said(body, 'alert_priority', 'severity', 'priority') ?? ''
  if (/^p[1-5]$/i.test(priority)) return severityOf(priority)
  if (/^(re-)?warn$/i.test(transition)) return 'warning'
  return bad.get(said(body, 'alert_type')?.toLowerCase() ?? '') ?? 'error'
}
