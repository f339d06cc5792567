import type { Alert } from '../../alert/alert.ts'

/** One fire, one room: alerts of a service share an incident. */
export const groupOfService = (service: string): string => `service:${service}`

/** A sender that groups by itself keeps its groups, apart from those of other senders. */
export function groupOf(alert: Pick<Alert, 'groupBy'>, service: string, integration: string): string {
  return alert.groupBy === undefined ? groupOfService(service) : `sender:${integration}:${alert.groupBy}`
}

/**
 * Whose alert it is. A key belongs to one service, and so does what comes with it; only the key of `default` takes alerts
 * of every service, by the name they carry. A name that nobody knows, or none, stays with `default`, marked unrouted.
 */
export function routed(
  named: string | undefined,
  ofKey: string,
  isKnown: (slug: string) => boolean,
): { service: string; unrouted: boolean } {
  if (ofKey !== 'default') return { service: ofKey, unrouted: false }
  if (named !== undefined && isKnown(named)) return { service: named, unrouted: false }
  return { service: 'default', unrouted: true }
}
