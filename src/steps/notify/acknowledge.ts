import { type Ask, type Decide, type Decision, happened, knowing, refuse } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Known } from '../../incident/known.ts'
import { later } from '../../incident/obligation.ts'
import { comesToWork } from '../../incident/seats.ts'
import { isWorse, wakes } from '../../incident/severity.ts'
import type { NotifyBody } from './asks.ts'
import { beginRun, fire, reachable, waiting } from './escalate.ts'
import { isFallback, type Place, placeAfter } from './escalation.ts'
import { next } from './next.ts'
import { say } from './say.ts'

const quietMs = 30 * 60_000
/** Asked again within these, there is nothing left to change. */
const freshMs = 5 * 60_000
const longestSnoozeMs = 7 * 24 * 60 * 60_000

/** "I have it." Again by the same person: more quiet, never less. */
export const acknowledge: Decide<NotifyBody<'acknowledge'>> = (was, ask) => {
  if (was.status === 'resolved') return []
  const person = ask.by.id
  const until = later(ask.at, quietMs)
  const has = was.acknowledgedBy === person && was.until !== undefined
  if (has && Date.parse(until) - Date.parse(was.until ?? '') < freshMs) return []
  return [happened('Acknowledged', { person, until }), ...comesToWork(was, person)]
}

/** "I cannot": whoever comes next is called at once, unless somebody else has it. */
export const iCannot: Decide<NotifyBody<'i-cannot'>, 'policy' | 'channels' | 'plans' | 'service'> = knowing(
  ['policy', 'channels', 'plans', 'service'],
  (was, ask, known) => {
    const person = ask.by.id
    if (was.status === 'resolved' || (was.cannot.includes(person) && was.acknowledgedBy !== person)) return []
    const said = happened('CannotTake', { person, ...(ask.body.note && { note: ask.body.note }) })
    const isTaken = was.acknowledgedBy !== undefined && was.acknowledgedBy !== person
    if (isTaken || was.status !== 'open' || !wakes(was.severity) || known.service.mode === 'watch-only') return [said]
    const now = { ...was, cannot: [...was.cannot, person], acknowledgedBy: undefined }
    return [said, ...callNext(now, ask, known)]
  },
)

/** The next place with somebody who has not said no. Nobody: said in red, and paging goes on after a pause. */
function callNext(was: Incident, ask: Ask<unknown>, known: Pick<Known, 'policy' | 'channels' | 'plans'>) {
  const run = (was.escalation?.run ?? 0) + 1
  const next = nextPlaces(known, was).find(place => reachable(was, known, place, false).length > 0)
  if (next) return fire(was, ask, known, next, { run, dueAt: ask.at, why: say.cannot(ask.by.name) })
  const here = was.escalation ? placeAfter(known.policy, was.escalation) : { round: 0, step: 0 }
  return [
    happened('NobodyToCall', { reason: say.nobodyElse(ask.by.name) }),
    waiting(was, ask, known, run, here, known.policy.repeatAfterMs),
  ]
}

/** This place again (a step may mean several), the places after it, and around to the begin. */
export function nextPlaces({ policy }: Pick<Known, 'policy'>, was: Incident): Place[] {
  let place: Place = { round: was.escalation?.round ?? 0, step: Math.max(0, was.escalation?.step ?? 0) }
  const places = [place]
  for (let n = 0; n < policy.steps.length && !isFallback(policy, place); n++) {
    place = placeAfter(policy, place)
    places.push(place)
  }
  const fallback = policy.fallback.length > 0 ? [{ round: policy.repeat + 1, step: 0 }] : []
  return [
    ...places.slice(1),
    ...fallback,
    ...policy.steps.map((_, step) => ({ round: 0, step })),
    ...places.slice(0, 1),
  ]
}

/** Quiet until then. Who snoozes what nobody has, has it. */
export const snooze: Decide<NotifyBody<'snooze'>> = (was, ask) => {
  const { untilAt } = ask.body
  const ms = Date.parse(untilAt) - Date.parse(ask.at)
  if (ms <= 0) return refuse('in-the-past', say.inThePast, [next.quietUntil('Quiet for 30 minutes', ask.at)])
  if (ms > longestSnoozeMs) {
    const ways = [next.quietUntil('Quiet for 7 days', ask.at, longestSnoozeMs), next.resolve]
    return refuse('too-long', say.tooLong, ways)
  }
  if (was.status === 'resolved' || was.until === untilAt) return []
  if (was.acknowledgedBy) return [happened('Snoozed', { untilAt })]
  if (ask.by.kind !== 'person')
    return refuse('nobody-has-it', say.nobodyHasIt, [next.pageSomebody, next.callInTheTeam(was.team)])
  const person = ask.by.id
  return [
    happened('Acknowledged', { person, until: untilAt }),
    happened('Snoozed', { untilAt }),
    ...comesToWork(was, person),
  ]
}

/** An alert opened it, and of all its alerts none fires any more that would wake anybody: only standing warnings, if any. */
const isCalm = (was: Incident): boolean =>
  was.openedBy === 'alert' && was.stillFiring !== undefined && (was.stillFiring === 0 || was.stillWorst === 'sev4')

/**
 * The quiet is over. Whoever had it and whoever is on call are paged again; a mitigated incident stays quiet, and so does one
 * that is calm. Who still works on it is not asked whether they do: the quiet goes on until half an hour after their last move.
 */
export const expireAcknowledgement: Decide<
  NotifyBody<'expire-acknowledgement'>,
  'policy' | 'channels' | 'plans' | 'service' | 'people' | 'lastMoved' | 'silenced'
> = knowing(
  ['policy', 'channels', 'plans', 'service', 'people', 'lastMoved', 'silenced'],
  (was, ask, known): Decision => {
    if (was.status !== 'open' || !was.acknowledgedBy || was.until !== ask.body.until) return []
    const until = known.lastMoved && later(known.lastMoved, quietMs)
    if (until && until > ask.at) return [happened('Acknowledged', { person: was.acknowledgedBy, until, renewed: true })]
    if (isCalm(was)) return [happened('AcknowledgementExpired', { person: was.acknowledgedBy, calm: true })]
    if (known.silenced) return was.held ? [] : [happened('EscalationHeld', known.silenced)]
    const expired = happened('AcknowledgementExpired', { person: was.acknowledgedBy })
    if (!wakes(was.severity) || known.service.mode === 'watch-only') return [expired]
    const holder = known.people.get(was.acknowledgedBy)
    const now = { ...was, acknowledgedBy: undefined }
    return [expired, ...beginRun(now, ask, known, say.lapsed(holder?.name), holder ? [holder] : [])]
  },
)

/** Worse than what was paged for pages, when nobody has it. */
export const setSeverity: Decide<NotifyBody<'set-severity'>, 'policy' | 'channels' | 'plans' | 'service'> = knowing(
  ['policy', 'channels', 'plans', 'service'],
  (was, ask, known) => {
    const { severity, reason } = ask.body
    if (was.severity === severity) return []
    const set = happened('SeveritySet', { severity, was: was.severity, ...(reason && { reason }) })
    const paged = was.escalation?.severity
    const isRise = wakes(severity) && (paged === undefined || isWorse(severity, paged))
    if (!isRise || was.status !== 'open' || was.acknowledgedBy || known.service.mode === 'watch-only') return [set]
    return [set, ...beginRun({ ...was, severity }, ask, known, paged ? say.worse(severity) : say.first)]
  },
)
