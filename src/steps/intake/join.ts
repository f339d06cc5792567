import { type Decide, happened, knowing } from '../../incident/decision.ts'
import type { AlertSaid } from '../../incident/events.ts'
import type { Incident } from '../../incident/incident.ts'
import { later } from '../../incident/obligation.ts'
import { isWorse, type Severity } from '../../incident/severity.ts'
import { severityOfIncident } from './severity.ts'

/** Alerts are many, entries are few: one entry for all that joined, at most this often. */
export const joinedEveryMs = 5_000

/** An entry tells at most so many alerts in full, and an incident shows at most so many. */
const mostSaid = 10
const mostShown = 50

type Knows = 'joining' | 'joiningMore'

export const joinAlerts: Decide<Record<string, never>, Knows> = knowing(
  ['joining', 'joiningMore'],
  (was, ask, known) => {
    const { joining, joiningMore } = known
    const [first] = joining
    if (!first || was.seq === 0 || was.status === 'resolved') return []
    const bySeverity = { ...joiningMore }
    for (const alert of joining) bySeverity[alert.severity] = (bySeverity[alert.severity] ?? 0) + 1
    const severity = worstOf(Object.keys(bySeverity))
    const isTime = !was.alertsJoinedAt || later(was.alertsJoinedAt, joinedEveryMs) <= ask.at
    if (!isTime && !isWorse(severity, was.severity)) return []
    const count = Object.values(bySeverity).reduce((sum, some) => sum + some, 0)
    const alerts = joining.map(alert => alert.alert)
    const said = toShow(was, joining)
    return [happened('AlertsJoined', { count, first: first.title, alerts, bySeverity, severity, said })]
  },
)

function worstOf(words: readonly string[]): Severity {
  const severities = words.map(word => severityOfIncident(word) ?? 'sev4')
  return severities.reduce((worst, severity) => (isWorse(severity, worst) ? severity : worst), 'sev4')
}

/** Those that were here already, come back; and the first of each trouble that was not here yet. */
function toShow(was: Incident, joining: readonly AlertSaid[]): AlertSaid[] {
  const here = new Set(was.alerts.map(alert => alert.alert))
  const troubles = new Set(was.alerts.map(alert => alert.signature))
  const fresh = joining.filter(alert => {
    const isShown = here.has(alert.alert) || !troubles.has(alert.signature) || was.alerts.length < mostSaid
    troubles.add(alert.signature)
    return isShown
  })
  const room = Math.max(0, mostShown - was.alerts.length)
  return [
    ...fresh.filter(alert => here.has(alert.alert)),
    ...fresh.filter(alert => !here.has(alert.alert)).slice(0, room),
  ].slice(0, mostSaid)
}
