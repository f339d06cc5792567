import type { AlertSeverity } from '../../alert/alert.ts'
import { isMoreSevere } from '../../alert/severity.ts'
import { type Ask, type Decide, happened, idOf, knowing } from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Known } from '../../incident/known.ts'
import { isWorse, type Severity, wakes } from '../../incident/severity.ts'
import { over } from '../../roster/contact-name.ts'
import type { Person } from '../../roster/person.ts'
import { callPlan, quietUntil } from '../../roster/personal-rules.ts'
import type { NotifyBody } from './asks.ts'
import { firstPlace, isFallback, nextOf, type Place, peopleAt, placesFrom } from './escalation.ts'
import { say } from './say.ts'

type Knows = Pick<Known, 'policy' | 'channels' | 'plans'>

/** A timer says that a step is due. One of an earlier run, or of a step that was overtaken, does nothing: each step fires once, in order. */
export const escalate: Decide<
  NotifyBody<'escalate'>,
  'policy' | 'channels' | 'plans' | 'service' | 'silenced'
> = knowing(['policy', 'channels', 'plans', 'service', 'silenced'], (was, ask, known) => {
  if (isQuiet(was) || known.service.mode === 'watch-only') return []
  if (!was.escalation) return ask.body.step === 0 && wakes(was.severity) ? beginRun(was, ask, known) : []
  const { run, next } = was.escalation
  if (run !== ask.body.run || next?.round !== ask.body.round || next.step !== ask.body.step) return []
  if (known.silenced) return was.held ? [] : [happened('EscalationHeld', known.silenced)]
  return fire(was, ask, known, next, { run, dueAt: onTime(next.dueAt, ask.at), why: say.nobodyAnswered })
})

/** It became worse than what was paged for, or is open again. Worse pages even when somebody has it; who has it is paged too. */
export const pageAgain: Decide<
  NotifyBody<'page-again'>,
  'policy' | 'channels' | 'plans' | 'service' | 'people'
> = knowing(['policy', 'channels', 'plans', 'service', 'people'], (was, ask, known) => {
  if (was.status === 'resolved' || known.service.mode === 'watch-only' || !wakes(was.severity)) return []
  const paged = was.escalation?.severity
  const isRise = paged === undefined || isWorse(was.severity, paged)
  const holder = was.acknowledgedBy ? known.people.get(was.acknowledgedBy) : undefined
  const also = holder ? [holder] : []
  if (isRise) return beginRun(was, ask, known, whatRose(was) ?? (paged ? say.worse(was.severity) : say.first), also)
  if (was.status !== 'open') return []
  // It was resolved when the quiet ended, so nothing rang then.
  if (was.acknowledgedBy && (was.until ?? '') <= ask.at)
    return [
      happened('AcknowledgementExpired', { person: was.acknowledgedBy }),
      ...beginRun({ ...was, acknowledgedBy: undefined }, ask, known, say.lapsed(holder?.name), also),
    ]
  const { next } = was.escalation ?? {}
  const stillRings = next !== undefined && next.dueAt > ask.at
  return was.acknowledgedBy || stillRings ? [] : beginRun(was, ask, known)
})

/** The incident is known by what opened it; who is woken by another alert hears of that one. */
function whatRose(was: Incident): string | undefined {
  const firing = was.alerts.filter(alert => alert.recoveredAt === undefined)
  const [first, ...more] = firing
  if (!first) return undefined
  const worst = more.reduce(
    (most, alert) => (isMoreSevere(alert.severity as AlertSeverity, most.severity as AlertSeverity) ? alert : most),
    first,
  )
  return worst.title === was.title ? undefined : say.fired(worst.title)
}

/** Nothing is paged while somebody has it, or once users no longer hurt. */
export const isQuiet = (was: Incident): boolean => was.status !== 'open' || was.acknowledgedBy !== undefined

/** Escalation from its begin; when the first step comes later, only that is written down. */
export function beginRun(
  was: Incident,
  ask: Ask<unknown>,
  known: Knows,
  why = say.first,
  also: Person[] = [],
): IncidentEvent[] {
  const run = (was.escalation?.run ?? 0) + 1
  const waitMs = known.policy.steps[0]?.afterMs ?? 0
  if (waitMs === 0) return fire(was, ask, known, firstPlace, { run, dueAt: ask.at, why, also })
  return [waiting(was, ask, known, run, firstPlace, waitMs)]
}

/** A run that begins with a pause. */
export function waiting(
  was: Incident,
  ask: Ask<unknown>,
  known: Knows,
  run: number,
  at: Place,
  waitMs: number,
): IncidentEvent {
  const dueAt = new Date(Date.parse(ask.at) + waitMs).toISOString()
  const people = peopleAt(known.policy, at).map(person => person.id)
  const next = { ...at, dueAt, people }
  const { slug: policy } = known.policy
  return happened('EscalationStepped', {
    policy,
    round: at.round,
    step: -1,
    people: [],
    run,
    severity: was.severity,
    next,
  })
}

interface Firing {
  run: number
  dueAt: string
  why: string
  /** Paged besides whom the step names: who had it is not asked to wait for the end of their quiet hours. */
  also?: Person[]
}

/** One step: who it means is owed a call each. Steps that reach nobody are passed over at once; nobody anywhere is said in red. */
export function fire(was: Incident, ask: Ask<unknown>, known: Knows, from: Place, firing: Firing): IncidentEvent[] {
  const places = placesFrom(known.policy, from)
  const also = firing.also ?? []
  const isAwake = (person: Person) => !isQuietFor(known, person.id, was.severity, ask.at)
  const awake = places.findIndex(place => reachable(was, known, place).some(isAwake))
  const found = awake >= 0 ? awake : places.findIndex(place => reachable(was, known, place).length > 0)
  // Quiet hours give way where there is nobody else to wake.
  const wake: Wake = { severity: was.severity, loud: awake < 0 ? () => true : id => also.some(one => one.id === id) }
  if (found === -1)
    return [
      stepped(was, known, from, firing, from),
      ...nobody(was, known, from),
      ...callsTo(ask, known, also, from, firing, wake),
    ]
  const at = places[found] ?? from
  const passed = places.slice(0, found).map(place => stepped(was, known, place, firing))
  const people = [...reachable(was, known, at), ...also]
  const once = people.filter((person, n) => people.findIndex(other => other.id === person.id) === n)
  return [...passed, stepped(was, known, at, firing, at), ...callsTo(ask, known, once, at, firing, wake)]
}

const isQuietFor = ({ plans }: Pick<Known, 'plans'>, person: string, severity: Severity, at: string): boolean => {
  const rules = plans.get(person)
  return rules !== undefined && quietUntil(rules, severity, at) !== undefined
}

/** Whom a place means and can reach. Those who cannot take it are left out, unless there is nobody else. */
export function reachable(
  was: Incident,
  known: Pick<Known, 'policy' | 'channels'>,
  place: Place,
  evenWhoCannot = true,
): Person[] {
  const people = peopleAt(known.policy, place).filter(person => bestOf(known, person.id))
  const able = people.filter(person => !was.cannot.includes(person.id))
  return able.length > 0 || !evenWhoCannot ? able : people
}

const bestOf = (known: Pick<Known, 'channels'>, person: string): string | undefined => known.channels.get(person)?.[0]

function stepped(was: Incident, known: Knows, place: Place, { run, dueAt }: Firing, nextFrom?: Place): IncidentEvent {
  const { policy } = known
  return happened('EscalationStepped', {
    policy: policy.slug,
    ...place,
    people: peopleAt(policy, place).map(person => person.id),
    ...(isFallback(policy, place) && { fallback: true }),
    run,
    severity: was.severity,
    ...(nextFrom && { next: nextOf(policy, nextFrom, dueAt) }),
  })
}

/** The same reason stands once, not at every repeat. */
function nobody(was: Incident, known: Knows, place: Place): IncidentEvent[] {
  const reason = say.nobodyToCall(known.policy.slug, peopleAt(known.policy, place))
  return was.nobodyToCall === reason ? [] : [happened('NobodyToCall', { reason })]
}

function callsTo(
  ask: Ask<unknown>,
  known: Knows,
  people: Person[],
  { round, step }: Place,
  { why }: Firing,
  wake: Wake,
): IncidentEvent[] {
  const ids = people.map(person => person.id)
  return callsByTheirRules(ask, known, ids, why, wake).map(event =>
    event.type === 'CallOwed' ? happened('CallOwed', { ...event.data, round, step }) : event,
  )
}

/** How bad it is, and whose quiet hours do not count. */
interface Wake {
  severity: Severity
  loud(person: string): boolean
}

/** The calls that each person's own rules make of one page: at once, later unless somebody has it by then, or after their quiet hours. */
function callsByTheirRules(
  ask: Ask<unknown>,
  { channels, plans }: Pick<Known, 'channels' | 'plans'>,
  people: string[],
  reason: string,
  { severity, loud }: Wake,
): IncidentEvent[] {
  const calls = people.flatMap(person => {
    const rules = plans.get(person)
    const now = rules && loud(person) ? { ...rules, quiet: [] } : rules
    return callPlan(now, channels.get(person) ?? [], severity, ask.at).map(one => ({ person, ...one }))
  })
  return calls.map(({ person, channel, dueAt }, n) =>
    happened('CallOwed', { call: idOf(ask, n), person, ...over(channel), reason, ...(dueAt > ask.at && { dueAt }) }),
  )
}

/** A call for each person who can be reached, over their best contact. */
export function callsOwed(
  ask: Ask<unknown>,
  known: Pick<Known, 'channels'>,
  people: string[],
  reason: string,
  askedFor = false,
): IncidentEvent[] {
  return people.flatMap((person, n) => {
    const best = bestOf(known, person)
    if (!best) return []
    return [happened('CallOwed', { call: idOf(ask, n), person, ...over(best), reason, ...(askedFor && { askedFor }) })]
  })
}

const lateMs = 30_000

/** The step after is counted from when this one was due, unless the house was down and it comes late. */
function onTime(dueAt: string, at: string): string {
  return Date.parse(at) - Date.parse(dueAt) < lateMs ? dueAt : at
}
