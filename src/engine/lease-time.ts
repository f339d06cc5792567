import type { Incident } from '../incident/incident.ts'
import type { OwedRow } from '../store/outbox.ts'
import type { ReadyCall } from './ready-calls.ts'

/** How long a lease is surely ours, by this process's own clocks and counted from before it was asked for. */
export interface LeaseTime {
  /** Longer, from a moment before the database was asked. */
  renewed(from: Moment): void
  /** False when another node may have taken over. Asked right before the wire. */
  isOurs(): boolean
}

/** Both clocks: a process that is stopped misses none of the monotonic one, a machine that sleeps only the wall's goes on for. */
export interface Moment {
  monotonicMs: number
  wallMs: number
}

export type Clocks = () => Moment
export const ownClocks: Clocks = () => ({ monotonicMs: performance.now(), wallMs: Date.now() })

export const leaseMs = 10_000

/** A row that is ours, and since when. */
export interface Leased {
  row: OwedRow
  /** Before the database was asked for it. */
  from: Moment
  /** Owed by this node a moment ago: what it remembers of the incident is what stood there. */
  isNew?: boolean
  /** The incident as it stands, and what is ready for its call: where many were looked at together. */
  is?: Incident
  ready?: ReadyCall
}

/** What a message may take from being let go to being on the wire. */
const marginMs = 1_000

export function leaseTime(ms: number, from: Moment, clocks: Clocks): LeaseTime {
  let since = from
  return {
    renewed(moment) {
      since = moment
    },
    isOurs() {
      const now = clocks()
      return Math.max(now.monotonicMs - since.monotonicMs, now.wallMs - since.wallMs) < ms - marginMs
    },
  }
}
