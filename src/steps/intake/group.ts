import type { Alert, Label } from '../../alert/alert.ts'
import { fingerprintOf } from '../../alert/fingerprint.ts'
import type { AlertRules } from './alert-rules.ts'

/** What belongs into one incident. Times in milliseconds. */
export interface Group {
  key: string
  /** An alert joins only so long after the last one. */
  windowMs?: number
  /** An incident opens only once so many of them fire within the window. */
  threshold?: number
}

/** One fire, one room: alerts of a service share an incident. */
export const groupOfService = (service: string): string => `service:${service}`

/** A sender that groups by itself keeps its groups, apart from those of other senders; else the rule of the service, if there is one. */
export function groupOf(
  alert: Pick<Alert, 'groupBy'>,
  { service, integration, labels }: { service: string; integration: string; labels: Label },
  rules: AlertRules['groups'] = [],
): Group {
  const rule = rules.find(one => one.service === undefined || one.service === service)
  const limits = rule ? { windowMs: rule.windowMs, threshold: rule.threshold } : {}
  if (alert.groupBy !== undefined) return { key: `sender:${integration}:${alert.groupBy}`, ...limits }
  return { key: groupOfService(service) + partOf(rule?.by ?? [], labels), ...limits }
}

/** Labels may be long; a key is not. */
const longestPart = 200

function partOf(by: readonly string[], labels: Label): string {
  if (by.length === 0) return ''
  const values = by.map(name => (Object.hasOwn(labels, name) ? (labels[name] ?? '') : ''))
  const text = JSON.stringify(values)
  return text.length <= longestPart ? text : `[${fingerprintOf({ text })}]`
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
  if (ofKey !== 'default' && isKnown(ofKey)) return { service: ofKey, unrouted: false }
  if (named !== undefined && isKnown(named)) return { service: named, unrouted: false }
  return { service: 'default', unrouted: true }
}
