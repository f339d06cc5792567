import type { Alert } from './alert.ts'

/** What one request reports, in our words. This, not the vendor's body with its key, is what is kept before the 2xx. */
export interface Report {
  alerts: Alert[]
  /** Fingerprints that the sender says somebody acknowledged on its side. */
  acknowledged?: string[]
  /** Fingerprints whose sender fell silent: over, where that is still so when this is applied. */
  expired?: string[]
  change?: ChangeTold
  /** So many more alerts the sender knew of and left out of its message. */
  leftOut?: number
}

/** Something was changed on purpose: a deploy, a migration, a flag. */
export interface ChangeTold {
  summary: string
  /** Where it was changed, in the sender's words. */
  source?: string
  service?: string
  author?: string
  at: string
  link?: string
}

/** What is wrong with a body, and where. `path` in dots: `alerts.3.labels`. */
export interface Problem {
  path: string
  message: string
}

/** What a reader may not make up itself. */
export interface Received {
  /** RFC 3339 UTC. */
  at: string
  /** Identity for an alert whose sender gives none. */
  key: string
  /** Lower-case names; only for senders that say there what the body is about. Never kept. */
  headers?: Readonly<Record<string, string>>
  /** Of the address it was sent to. */
  query?: Readonly<Record<string, string>>
}

/** Turns a vendor's body into our words, or says what is wrong. Pure; keys it does not know are ignored. */
export type ReadReport = (body: unknown, received: Received) => Report | Problem

export const isProblem = (read: object): read is Problem => 'message' in read && 'path' in read
