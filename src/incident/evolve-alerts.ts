import { ended } from './escalation-ended.ts'
import type { EvolveBy, Incident } from './incident.ts'
import { isWorse, type Severity } from './severity.ts'

/** How what the monitoring says changes the incident. */
export const evolveAlerts: EvolveBy<
  'IncidentOpened' | 'AlertReceived' | 'AlertsJoined' | 'AlertsRecovered' | 'AlertsSilenced' | 'AlertFlaps'
> = {
  IncidentOpened: (was, data, entry) => ({ ...was, ...data, id: entry.incident, status: 'open', openedAt: entry.at }),
  AlertReceived: (was, data) => ({
    ...was,
    alerts: [...was.alerts.filter(alert => alert.alert !== data.alert), data],
    stillFiring: undefined,
    stillWorst: undefined,
  }),
  AlertsJoined: (was, data, entry) => ({
    ...was,
    alerts: [...was.alerts.filter(alert => !data.said?.some(said => said.alert === alert.alert)), ...(data.said ?? [])],
    alertsJoinedAt: entry.at,
    stillFiring: undefined,
    stillWorst: undefined,
    severity: isWorse(data.severity, was.severity) ? data.severity : was.severity,
  }),
  AlertFlaps: was => was,
  AlertsSilenced: was => was,
  AlertsRecovered: (was, data, entry) => ({
    ...was,
    stillFiring: data.stillFiring,
    stillWorst: data.worst,
    escalation: isLeftToMorning(was, data.worst) ? ended(was.escalation) : was.escalation,
    alerts: was.alerts.map(alert => (data.alerts.includes(alert.alert) ? { ...alert, recoveredAt: entry.at } : alert)),
  }),
}

/** Nobody has it, and what still fires wakes nobody: nobody is called any more, and whatever is worse is called for anew. */
const isLeftToMorning = (was: Incident, worst: Severity | undefined): boolean =>
  worst === 'sev4' && was.openedBy === 'alert' && !was.acknowledgedBy
