import type { Alert, AlertSeverity, Label } from './alert.ts'

/**
 * The labels that matchers see: the alert's own, and of those that every alert has (service, alertname, severity) whichever
 * its sender did not set itself.
 */
export function labelsToMatch(
  alert: Pick<Alert, 'name' | 'title' | 'labels'>,
  service: string | undefined,
  severity: AlertSeverity,
): Label {
  return { ...(service && { service }), alertname: alert.name ?? alert.title, severity, ...alert.labels }
}
