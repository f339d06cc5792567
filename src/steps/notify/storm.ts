import type { Call, Incident } from '../../incident/incident.ts'
import { isWorse, type Severity } from '../../incident/severity.ts'

/** A person is paged so often within `withinMs`, over all incidents and channels; everything beyond comes in one message. */
export const mostPages = 5
export const withinMs = 10 * 60_000
/** How long the first message waits for what else burns. */
export const gatherMs = 30_000

/** What one person was paged for lately: calls that rang, and calls that were or will be told together. */
export interface Lately {
  rang: readonly Severity[]
  held: readonly Severity[]
  /** When they were last told of several together. */
  toldAt?: string
}

/** Where a call goes: it rings, or it is told together with others, at that time at the latest. */
export type Place = 'rings' | { tellAt: string }

/**
 * One more page for this person. Beyond the cap it waits for the message that tells all of them: half a minute for the first, ten
 * minutes after the one before for the next; but what is worse than everything they heard of is told at once.
 */
export function placeCall({ rang, held, toldAt }: Lately, severity: Severity, at: string): Place {
  if (rang.length < mostPages) return 'rings'
  const isWorst = [...rang, ...held].every(one => isWorse(severity, one))
  if (isWorst) return { tellAt: at }
  const now = Date.parse(at)
  const ms = toldAt ? Math.max(now, Date.parse(toldAt) + withinMs) : now + gatherMs
  return { tellAt: new Date(ms).toISOString() }
}

/** What somebody asked for rings always, and counts for nothing: a declared incident, a page by hand, the reminder of one's own promise. */
export const isAskedFor = (is: Pick<Incident, 'openedBy'>, call: Pick<Call, 'askedFor'>): boolean =>
  is.openedBy === 'person' || call.askedFor === true
