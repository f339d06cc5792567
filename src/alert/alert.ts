/** String to string, as monitoring systems label things. */
export type Label = Record<string, string>

/** How urgent the sender says it is. Words of the field; of an incident it is sev1 … sev4. */
export type AlertSeverity = 'critical' | 'error' | 'warning' | 'info' | 'none'

/** One signal from a monitoring source, in our words: no vendor's names beyond this point. */
export interface Alert {
  /** Identity at its source: same fingerprint = the same alert again. */
  fingerprint: string
  /** What makes two alerts the same trouble: service + alert name + chosen labels, never host or pod. */
  signature: string
  status: 'firing' | 'resolved'
  title: string
  severity: AlertSeverity
  /** As the labels or the sender name it; unknown ones are routed to `default`. */
  service?: string
  labels: Label
  annotations: Label
  /** RFC 3339 UTC. */
  startedAt: string
  endedAt?: string
  link?: string
}
