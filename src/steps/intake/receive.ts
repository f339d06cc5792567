import type { Alert, AlertSeverity } from '../../alert/alert.ts'
import { isMoreSevere } from '../../alert/severity.ts'
import { later } from '../../incident/obligation.ts'
import { severityOfIncident } from './severity.ts'

/** What is known of an alert when it is heard of again. */
export interface KnownAlert {
  status: 'firing' | 'resolved'
  severity: AlertSeverity
  /** The sender's own time of the latest firing that was told. */
  firedAt: string
  /** Of a recovered one: the sender's time of it, and when it was heard. */
  endedAt?: string
  endHeardAt?: string
  /** Of one that its sender has to tell again and again: when it was over, unless told again. */
  expiresAt?: string
  incident?: string
  /** When its incident was resolved; nothing while it is open. */
  incidentResolvedAt?: string
  /** The rule that keeps it from opening anything while it fires. */
  keptOut?: string
}

/** A resolve that came before its trigger. */
export interface HeldResolve {
  endedAt: string
  heardAt: string
}

/** How long a resolve waits for its trigger. */
export const holdMs = 60_000
/** How long after an end another copy of what was before it is taken for a late copy; then it is believed to fire again. */
const lateCopyMs = 300_000

export type Becomes = 'fires' | 'repeats' | 'waits' | 'worsens' | 'recovers' | 'late' | 'held'

/**
 * What an event means for its alert: `waits` still fires and may come in by now. The same event may come twice, late, or before the one that it follows: the sender's
 * own times decide, as far as they can; what cannot be an old copy is believed.
 */
export function whatBecomes(was: KnownAlert | undefined, alert: Alert, now: string): Becomes {
  if (alert.status === 'firing') return whatFires(was, alert, now)
  if (!was) return 'held'
  // A later end than the known one is that of a firing which is still to come.
  if (was.status === 'resolved') return isLaterEnd(alert, was) ? 'held' : 'repeats'
  return alert.endedAt !== undefined && alert.endedAt < was.firedAt ? 'late' : 'recovers'
}

const isLaterEnd = ({ endedAt }: Alert, was: KnownAlert): boolean =>
  endedAt !== undefined && was.endedAt !== undefined && endedAt > was.endedAt

function whatFires(was: KnownAlert | undefined, alert: Alert, now: string): Becomes {
  if (!was) return 'fires'
  if (was.status === 'resolved') return isLateCopy(was, alert, now) ? 'late' : 'fires'
  if (was.incidentResolvedAt) {
    const isSameFiring = alert.startedAt === was.firedAt
    return isSameFiring && now <= later(was.incidentResolvedAt, lateCopyMs) ? 'late' : 'fires'
  }
  if (was.keptOut) return 'waits'
  if (was.incident && isMoreSevere(alert.severity, was.severity)) return 'worsens'
  return was.incident || !severityOfIncident(alert.severity) ? 'repeats' : 'fires'
}

/** One that is over only because its sender fell silent fires again as soon as it is told to fire for longer than that. */
function isLateCopy(was: KnownAlert, alert: Alert, now: string): boolean {
  const { endedAt = '', endHeardAt = '', expiresAt } = was
  const isOverBySilence = expiresAt !== undefined && expiresAt <= endedAt
  if (isOverBySilence && alert.expiresAt !== undefined && alert.expiresAt > endedAt) return false
  return alert.startedAt <= endedAt && endHeardAt !== '' && now <= later(endHeardAt, lateCopyMs)
}

/** A held resolve counts for 60 s, and only against a trigger whose own time is not later. */
export function isEndedBy(alert: Alert, held: HeldResolve | undefined, now: string): boolean {
  return held !== undefined && alert.startedAt <= held.endedAt && now <= later(held.heardAt, holdMs)
}

/** Why an alert that fires opens nothing and joins nothing, if so. */
export function listedOnlyBecause(alert: Pick<Alert, 'severity'>, mode: 'live' | 'watch-only'): string | undefined {
  if (mode === 'watch-only') return 'watch-only'
  return severityOfIncident(alert.severity) ? undefined : `severity-${alert.severity}`
}
