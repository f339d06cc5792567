import type { Alert } from './alert.ts'

const names = new Set(['watchdog', 'deadmansswitch', 'deadmanswitch', 'deadmanssnitch', 'heartbeat'])

/** An alert that fires for ever on purpose, to show that alerting works: it is a heartbeat and opens nothing. */
export function isHeartbeat({ name, severity, labels }: Pick<Alert, 'name' | 'severity' | 'labels'>): boolean {
  if (names.has((name ?? '').toLowerCase().replaceAll(/[^a-z]/g, ''))) return true
  return severity === 'none' && (labels['always_firing'] === 'true' || labels['heartbeat'] === 'true')
}

/** When something was last heard, and what is known of its rhythm. Times RFC 3339 UTC. */
export interface Beating {
  lastAt: string
  /** As a person set it. */
  everyMs?: number
  graceMs?: number
  /** Between beats while somebody listened: how many gaps there were, and the largest. */
  gaps: number
  largestGapMs: number
}

/** Two gaps: it was heard three times. */
const enoughGaps = 2
const leastLearntMs = 5 * 60_000

/** How long it may be silent; undefined while nobody said it and it was not heard often enough. */
export function mayBeSilentMs({ everyMs, graceMs, gaps, largestGapMs }: Beating): number | undefined {
  if (everyMs !== undefined) return everyMs + (graceMs ?? 0)
  return gaps >= enoughGaps ? Math.max(2 * largestGapMs, leastLearntMs) : undefined
}

/** When it is late. Time in which nobody listened does not count: after it, everybody has a whole interval again. */
export function lateFrom(beating: Beating, listeningSince: string): string | undefined {
  const silentMs = mayBeSilentMs(beating)
  if (silentMs === undefined) return undefined
  const from = beating.lastAt > listeningSince ? beating.lastAt : listeningSince
  return new Date(Date.parse(from) + silentMs).toISOString()
}
