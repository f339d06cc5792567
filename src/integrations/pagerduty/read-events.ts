import type { Alert, Label } from '../../alert/alert.ts'
import {
  at,
  type Fields,
  fieldsOf,
  identityAt,
  isFields,
  linkAt,
  reading,
  textAt,
  timeAt,
  unreadable,
} from '../../alert/reading.ts'
import type { ReadReport, Received, Report } from '../../alert/report.ts'
import { alertSeverity } from '../../alert/severity.ts'

/** PagerDuty Events v2: trigger, acknowledge, resolve. The dedup key is the alert's identity and its group. */
export const readPagerDutyEvent: ReadReport = (body, received) =>
  reading(() => {
    const event = fieldsOf(body, [])
    const key = identityAt(event, 'dedup_key', [])
    return byAction(event, 'event_action', key, 'dedup_key', received, () => triggered(event, key, received))
  })

/** The older body, `create_event.json`: `event_type`, `incident_key`, `description`. It carries no severity: error. */
export const readPagerDutyV1: ReadReport = (body, received) =>
  reading(() => {
    const event = fieldsOf(body, [])
    const key = identityAt(event, 'incident_key', [])
    return byAction(event, 'event_type', key, 'incident_key', received, () => {
      const title = textAt(event, 'description', []) ?? unreadable(['description'], 'This is missing or blank.')
      const labels = labelsIn(at(event, 'details'))
      const name = labels['alertname']
      const said = { name, title, severity: alertSeverity(labels['severity']), service: labels['service'], labels }
      return {
        ...said,
        ...identity(key ?? received.key),
        annotations: {},
        startedAt: received.at,
        link: linkAt(event, 'client_url'),
      }
    })
  })

/** A change event: something was changed on purpose. */
export const readPagerDutyChange: ReadReport = (body, received) =>
  reading(() => {
    const event = fieldsOf(body, [])
    const payload = fieldsOf(at(event, 'payload'), ['payload'])
    const details = labelsIn(at(payload, 'custom_details'))
    const summary =
      textAt(payload, 'summary', ['payload']) ?? unreadable(['payload', 'summary'], 'This is missing or blank.')
    const author = ['author', 'user', 'actor', 'deployer', 'committer', 'email', 'who']
      .map(name => details[name])
      .find(Boolean)
    const time = timeAt(payload, 'timestamp', ['payload']) ?? received.at
    const link = firstLink(event)
    return { alerts: [], change: { summary, author, service: details['service'], at: time, link } }
  })

type Path = readonly (string | number)[]

function byAction(
  event: Fields,
  field: string,
  key: string | undefined,
  keyField: string,
  received: Received,
  trigger: () => Alert,
): Report {
  const action = textAt(event, field, [])
  if (action === 'trigger') return { alerts: [trigger()] }
  if (action !== 'acknowledge' && action !== 'resolve')
    return unreadable([field], 'This should be "trigger", "acknowledge" or "resolve".')
  if (key === undefined) return unreadable([keyField], 'This is missing or blank.')
  if (action === 'acknowledge') return { alerts: [], acknowledged: [key] }
  const said = { title: key, severity: 'error' as const, labels: {}, annotations: {}, startedAt: received.at }
  return { alerts: [{ ...said, ...identity(key), status: 'resolved', endedAt: ownTime(event) }] }
}

const identity = (key: string) => ({ fingerprint: key, groupBy: key, status: 'firing' as const })

function ownTime(event: Fields): string | undefined {
  const payload = at(event, 'payload')
  return isFields(payload) ? timeAt(payload, 'timestamp', ['payload']) : undefined
}

function triggered(event: Fields, key: string | undefined, received: Received): Alert {
  const path: Path = ['payload']
  const payload = fieldsOf(at(event, 'payload'), path)
  const needed = (name: string) =>
    textAt(payload, name, path) ?? unreadable([...path, name], 'This is missing or blank.')
  const [title, source, severity] = [needed('summary'), needed('source'), needed('severity')]
  if (!['critical', 'error', 'warning', 'info'].includes(severity))
    unreadable([...path, 'severity'], 'This should be "critical", "error", "warning" or "info".')
  const own = Object.fromEntries(['class', 'component', 'group'].map(name => [name, textAt(payload, name, path) ?? '']))
  const labels = labelsIn(at(payload, 'custom_details'))
  return {
    ...identity(key ?? received.key),
    name: labels['alertname'] ?? (own['class'] || undefined),
    title,
    severity: alertSeverity(severity),
    service: labels['service'],
    labels: Object.fromEntries(Object.entries({ ...labels, ...own, source }).filter(([, value]) => value !== '')),
    annotations: {},
    startedAt: timeAt(payload, 'timestamp', path) ?? received.at,
    link: firstLink(event) ?? linkAt(event, 'client_url'),
  }
}

/** Details are any JSON; what is not text is written as JSON. Alertmanager puts the labels of its alerts into one of them as lines. */
function labelsIn(details: unknown): Label {
  if (typeof details === 'string') return details === '' ? {} : { details }
  if (!isFields(details)) return {}
  const told = Object.entries(details)
    .slice(0, 200)
    .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)])
  const labels = Object.fromEntries(told) as Label
  const lines = /(?:^|\n)Labels:\n((?: - [^\n]+(?:\n|$))+)/.exec(labels['firing'] ?? '')?.[1] ?? ''
  const listed = lines
    .split('\n')
    .map(line => / - ([^=]{1,200}?) = (.*)/.exec(line))
    .filter(match => match !== null)
  return { ...Object.fromEntries(listed.map(([, name, value]) => [name, value])), ...labels }
}

function firstLink(event: Fields): string | undefined {
  const links = at(event, 'links')
  const first: unknown = Array.isArray(links) ? links[0] : undefined
  return isFields(first) ? linkAt(first, 'href') : undefined
}
