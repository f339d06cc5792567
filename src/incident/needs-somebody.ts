import type { Incident } from './incident.ts'

/**
 * A person is needed now: nobody has it, nobody leads, an objection waits, or a promised update is late. Only then is it red.
 * What a silence covers whole is left to whoever made the silence.
 */
export function needsSomebody(is: Incident, now: string): boolean {
  if (is.status === 'resolved' || is.severity === 'sev4' || is.held) return false
  if (!is.acknowledgedBy || !is.lead) return true
  return is.objections.some(one => one.state === 'open') || (is.nextUpdateDueAt ?? '9') <= now
}

const worst = (is: Incident): number => Number(is.severity.slice(3))

/** What needs somebody first, then the worse, then the older. */
export const byNeed =
  (now: string) =>
  (a: Incident, b: Incident): number =>
    Number(needsSomebody(b, now)) - Number(needsSomebody(a, now)) ||
    worst(a) - worst(b) ||
    a.openedAt.localeCompare(b.openedAt)
