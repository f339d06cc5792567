import { type Incident, presentResponders } from '../../incident/incident.ts'
import { later } from '../../incident/obligation.ts'
import type { Severity } from '../../incident/severity.ts'
import type { OnCallPolicy } from '../../roster/policy.ts'

const minuteMs = 60_000

/** How long everybody else waits for the next word at most, where nobody said when it comes. What is small promises nothing. */
const nextWordAfterMs: Partial<Record<Severity, number>> = { sev1: 30 * minuteMs, sev2: 60 * minuteMs }

/** When the next word to stakeholders is due: as it was promised; `null` was promised on purpose, and is none. */
export function nextWordBy(is: Incident, at: string, promised?: string | null): string | undefined {
  if (promised !== undefined) return promised ?? undefined
  const afterMs = is.status === 'resolved' ? undefined : nextWordAfterMs[is.severity]
  return afterMs === undefined ? undefined : later(at, afterMs)
}

/** When it is asked for again while nobody wrote it: at once, and twice more. */
export const nagAfterMs: readonly number[] = [0, 5 * minuteMs, 10 * minuteMs]

/**
 * Whom the n-th reminder of an update goes to: first somebody else in the room, for whoever leads has no hand free; then who
 * leads; then whom the policy names and who was not asked yet. Nobody while it is nobody's: then it is paged for anyhow.
 */
export function whomToNag(is: Incident, policy: OnCallPolicy, nag: number): string[] {
  const here = inTheRoom(is)
  if (here.length === 0) return []
  const one = here[nag]
  if (one !== undefined) return [one]
  // Alone there is one to remind, and the second reminder is for others already.
  if (nag > here.length) return []
  const others = policy.steps.map(step => step.people.map(person => person.id).filter(id => !here.includes(id)))
  return others.find(people => people.length > 0) ?? here.slice(-1)
}

function inTheRoom(is: Incident): string[] {
  const leads = is.lead ?? is.acknowledgedBy
  const other = presentResponders(is).find(one => one.person !== leads)?.person
  return [other, leads].filter(person => person !== undefined)
}
