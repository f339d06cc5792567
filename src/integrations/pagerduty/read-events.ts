import type { Alert } from '../../alert/alert.ts'
import {
  at,
  type Fields,
  fieldsOf,
  isFields,
  isLonger,
  reading,
  textAt,
  timeAt,
  tooLong,
  unreadable,
  wellFormedAt,
} from '../../alert/reading.ts'
import type { ReadReport, Received, Report } from '../../alert/report.ts'
import { alertSeverity } from '../../alert/severity.ts'
import { attachedTo, contextsOf } from './attached.ts'
import { labelsIn } from './details.ts'

/** As PagerDuty documents them (PagerDuty/developer-docs, docs/events-API-v2): a summary or description, and a key, in characters. */
const longestSummary = 1_024
const longestKey = 255

/** PagerDuty Events v2: trigger, acknowledge, resolve. The dedup key is the alert's identity and its group. */
export const readPagerDutyEvent: ReadReport = (body, received) =>
  reading(() => {
    const event = fieldsOf(body, [])
    return byAction(event, ['event_action', 'dedup_key'], received, key => triggered(event, key, received))
  })

/** The older body, `create_event.json`: `event_type`, `incident_key`, `description`. It carries no severity: error. */
export const readPagerDutyV1: ReadReport = (body, received) =>
  reading(() => {
    const event = fieldsOf(body, [])
    return byAction(event, ['event_type', 'incident_key'], received, key => {
      const title = needed(event, 'description', [], longestSummary)
      const labels = labelsIn(at(event, 'details'))
      const name = labels['alertname']
      const said = { name, title, severity: alertSeverity(labels['severity']), service: labels['service'], labels }
      return { ...said, ...identity(key), ...contextsOf(event), startedAt: received.at }
    })
  })

/** A change event: something was changed on purpose. */
export const readPagerDutyChange: ReadReport = (body, received) =>
  reading(() => {
    const event = fieldsOf(body, [])
    const path: Path = ['payload']
    const payload = fieldsOf(at(event, 'payload'), path)
    const details = labelsIn(at(payload, 'custom_details'))
    const summary = needed(payload, 'summary', path, longestSummary)
    const source = textAt(payload, 'source', path)
    const time = timeAt(payload, 'timestamp', path) ?? received.at
    const { link } = attachedTo(event)
    return {
      alerts: [],
      change: { summary, source, author: authorIn(details), service: details['service'], at: time, link },
    }
  })

const authorIn = (details: Record<string, string>): string | undefined =>
  ['author', 'user', 'actor', 'deployer', 'committer', 'email', 'who'].map(name => details[name]).find(Boolean)

type Path = readonly (string | number)[]

/** An acknowledge or a resolve never makes an alert; a trigger without a key is one of its own, whose key is answered. */
function byAction(
  event: Fields,
  [actionField, keyField]: [string, string],
  received: Received,
  trigger: (key: string) => Alert,
): Report {
  const action = textAt(event, actionField, [])
  const key = wellFormedAt(event, keyField, [], longestKey)
  if (action === 'trigger') return { alerts: [trigger(key ?? received.key)] }
  if (action !== 'acknowledge' && action !== 'resolve')
    return unreadable([actionField], 'This should be "trigger", "acknowledge" or "resolve".')
  if (key === undefined) return unreadable([keyField], 'This is missing or blank.')
  if (action === 'acknowledge') return { alerts: [], acknowledged: [key] }
  const said = { title: key, severity: 'error' as const, labels: {}, annotations: {}, startedAt: received.at }
  return { alerts: [{ ...said, ...identity(key), status: 'resolved', endedAt: endOf(event, received) }] }
}

const identity = (key: string) => ({ fingerprint: key, groupBy: key, status: 'firing' as const })

/** A sender's clock that is ahead must not make the next trigger an old one. */
function endOf(event: Fields, received: Received): string | undefined {
  const payload = at(event, 'payload')
  const told = isFields(payload) ? timeAt(payload, 'timestamp', ['payload']) : undefined
  return told !== undefined && told > received.at ? received.at : told
}

function triggered(event: Fields, key: string, received: Received): Alert {
  const path: Path = ['payload']
  const payload = fieldsOf(at(event, 'payload'), path)
  const title = needed(payload, 'summary', path, longestSummary)
  const source = needed(payload, 'source', path)
  const severity = needed(payload, 'severity', path)
  if (!['critical', 'error', 'warning', 'info'].includes(severity))
    unreadable([...path, 'severity'], 'This should be "critical", "error", "warning" or "info".')
  const own = Object.fromEntries(['class', 'component', 'group'].map(name => [name, textAt(payload, name, path) ?? '']))
  const labels = labelsIn(at(payload, 'custom_details'))
  return {
    ...identity(key),
    name: labels['alertname'] ?? (own['class'] || undefined),
    title,
    severity: alertSeverity(severity),
    service: labels['service'],
    labels: Object.fromEntries(Object.entries({ ...labels, ...own, source }).filter(([, value]) => value !== '')),
    startedAt: timeAt(payload, 'timestamp', path) ?? received.at,
    ...attachedTo(event),
  }
}

/** At most so many characters: PagerDuty counts characters, and so does Alertmanager when it cuts a summary short for it. */
function needed(fields: Fields, name: string, path: Path, most?: number): string {
  const text = textAt(fields, name, path)
  if (text === undefined || text.trim() === '') return unreadable([...path, name], 'This is missing or blank.')
  if (most !== undefined && isLonger(text, most)) unreadable([...path, name], tooLong(most))
  return text
}
