/** String to string, as monitoring systems label things. */
export type Label = Record<string, string>

/** How urgent the sender says it is. Words of the field; of an incident it is sev1 … sev4. */
export type AlertSeverity = 'critical' | 'error' | 'warning' | 'info' | 'none'

/** One signal from a monitoring source, in our words: no vendor's names beyond this point. */
export interface Alert {
  /** Identity at its source: same fingerprint = the same alert again. */
  fingerprint: string
  status: 'firing' | 'resolved'
  /** The alert's own name where it has one (`alertname`); its signature stands on it. */
  name?: string
  title: string
  severity: AlertSeverity
  /** As the labels or the sender name it; unknown ones are routed to `default`. */
  service?: string
  /** The key that the sender groups by itself, where it does (PagerDuty's dedup key). */
  groupBy?: string
  labels: Label
  annotations: Label
  /** RFC 3339 UTC, the sender's own time; when it was received, if the sender gives none. */
  startedAt: string
  /** The sender's own time of a resolve, if it gives one. */
  endedAt?: string
  /** Of one that fires: over by then, unless it is told again. Senders that tell the end themselves have none. */
  expiresAt?: string
  link?: string
}
