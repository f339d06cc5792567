import { howLong } from '../../incident/how-long.ts'
import type { Call, Incident } from '../../incident/incident.ts'
import { wakes } from '../../incident/severity.ts'
import type { FrozenPolicy } from '../../roster/policy.ts'
import { pauseMs } from './escalation.ts'

/** What comes later than this is late, whatever held it up: the house says so in red. */
export const lateAfterMs = 60_000

/** Something that has to have happened by `dueAt`, as the timeline alone says. */
export interface Expected {
  what: 'step' | 'call' | 'quiet' | 'timer'
  /** The call's, where it is one. */
  id: string
  dueAt: string
}

/** It has not, and that is over a minute ago. */
export interface Late extends Expected {
  incident: string
  number: number
  lateMs: number
  /** What is late and what is known of it, for a person. */
  says: string
}

/**
 * What this incident obliges us to next, told from its timeline and from nothing that is owed: a second opinion on whatever
 * reacts, owes and delivers. It is wrong only where the timeline is.
 */
export function expectedOf(is: Incident, { isLive }: { isLive: boolean }): Expected[] {
  if (is.status === 'resolved' || is.seq === 0) return []
  const after = is.status === 'open' ? [...quietEnds(is), ...(isLive ? nextStep(is) : [])] : []
  return [...callsExpected(is).map(one => notWhileHeld(is, one)), ...after.map(one => notWhileHeld(is, one))]
}

/** A silence that covers everything holds what would fall due: nothing is before its end. Who is asked for by hand is called. */
function notWhileHeld({ held, resumedAt = '', calls }: Incident, expected: Expected): Expected {
  const from = held?.until ?? resumedAt
  const isAskedFor = calls.some(call => call.id === expected.id && call.askedFor)
  return !isAskedFor && expected.dueAt < from ? { ...expected, dueAt: from } : expected
}

/** A call that nobody needs any more is not missed; one is enough that reached the same person, by whatever way. */
function callsExpected(is: Incident): Expected[] {
  return is.calls
    .filter(call => call.state === 'owed' && (!is.acknowledgedBy || call.askedFor) && !isMadeUpFor(is, call))
    .map(({ id, at, dueAt = at }) => ({ what: 'call', id, dueAt }))
}

const isMadeUpFor = ({ calls }: Incident, { person, at }: Call): boolean =>
  calls.some(one => one.person === person && one.at >= at && one.state !== 'owed' && one.state !== 'failed')

const quietEnds = ({ id, acknowledgedBy, until }: Incident): Expected[] =>
  acknowledgedBy && until ? [{ what: 'quiet', id, dueAt: until }] : []

/** An incident that wakes and that nobody has always has a next step, and a step that names somebody always calls. */
function nextStep(is: Incident): Expected[] {
  const { id, escalation, openedAt, severity, acknowledgedBy } = is
  if (acknowledgedBy || !wakes(severity)) return []
  if (!escalation) return [{ what: 'step', id, dueAt: openedAt }]
  const isEnded = !escalation.next && escalation.severity === undefined
  return [...(isEnded ? [] : [{ what: 'step', id, dueAt: stepDueAt(is) } as const]), ...stepWithoutCall(is)]
}

function stepWithoutCall({ id, escalation, nobodyToCall, calls }: Incident): Expected[] {
  if (!escalation || escalation.step < 0 || escalation.reachedNobody || nobodyToCall) return []
  return calls.some(call => call.at >= escalation.at) ? [] : [{ what: 'call', id, dueAt: escalation.at }]
}

/** As the timeline names it, and never later than the policy that the incident goes by would have it. */
function stepDueAt({ escalation, policy, openedAt }: Incident): string {
  if (!escalation) return openedAt
  const named = escalation.next?.dueAt ?? escalation.at
  if (!policy || escalation.step < 0) return named
  const byPolicy = new Date(Date.parse(escalation.at) + pauseMs(unnamed(policy), escalation)).toISOString()
  return byPolicy < named ? byPolicy : named
}

/** For its pauses nobody has to be looked up. */
const unnamed = ({ slug, steps, repeat, repeatAfterMs, zone }: FrozenPolicy) => ({
  slug,
  steps: steps.map(({ afterMs }) => ({ afterMs, people: [] })),
  repeat,
  repeatAfterMs,
  fallback: [],
  zone,
})

/** The earliest moment at which one of these would be late; undefined when nothing is expected. */
export const lateAt = (expected: readonly Expected[]): number | undefined =>
  expected.length === 0 ? undefined : Math.min(...expected.map(one => Date.parse(one.dueAt))) + lateAfterMs

/** Those that are late now. `held`: calls that one message tells together, whose own time is looked at there. `said`: a receiver's last answer. */
export function lateOf(
  is: Incident,
  expected: readonly Expected[],
  { held, said }: { held: ReadonlySet<string>; said: ReadonlyMap<string, string> },
  at: string,
): Late[] {
  return expected
    .filter(one => Date.parse(at) - Date.parse(one.dueAt) > lateAfterMs && !held.has(one.id))
    .map(one => {
      const lateMs = Date.parse(at) - Date.parse(one.dueAt)
      const says = auditSays[one.what](howLong(lateMs), said.get(one.id))
      return { ...one, incident: is.id, number: is.number, lateMs, says: `INC-${is.number}: ${says}` }
    })
}

export const auditSays = {
  step: (late: string) => `nobody has it, and the next step of its policy is ${late} late.`,
  call: (late: string, said?: string) =>
    `a page is ${late} late${said ? `; the receiver last said: ${said.slice(0, 160)}` : ' and was not tried'}.`,
  quiet: (late: string) => `its quiet ended ${late} ago, and nobody was paged again.`,
  timer: (late: string) => `something that is owed is ${late} late.`,
} satisfies Record<Expected['what'], (late: string, said?: string) => string>
