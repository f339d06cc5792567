import { type Decide, happened, knowing } from '../../incident/decision.ts'
import type { EntryOf } from '../../incident/entry.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Obligation } from '../../incident/obligation.ts'
import type { NotifyBody } from './asks.ts'
import { expiry, timer } from './timers.ts'

/**
 * Whether a silence holds the calls of this incident: everything that fires in it is covered, so whoever made the silence answers
 * for it. Steps wait until it ends, or until something fires that it does not cover. What a person asks for rings all the same.
 */
export const weighSilence: Decide<NotifyBody<'weigh-silence'>, 'silenced'> = knowing(
  ['silenced'],
  (was, _ask, { silenced }) => {
    if (was.status !== 'open') return []
    if (!silenced) return was.held ? [happened('EscalationResumed', { silence: was.held.silence })] : []
    const isSame = was.held?.silence === silenced.silence && was.held.until === silenced.until
    return isSame || (!was.held && !wouldCall(was)) ? [] : [happened('EscalationHeld', silenced)]
  },
)

/** A step is due some time, and nobody has it. */
const wouldCall = (was: Incident): boolean => !was.acknowledgedBy && was.escalation?.next !== undefined

/** When the silence ends it is looked whether another one goes on. */
export const owesAnEndOfHold = (entry: EntryOf<'EscalationHeld'>): Obligation[] => [
  timer(`weigh-silence:${entry.id}`, entry.data.until, 'weigh-silence'),
]

/** Something fires that no silence kept out: it is looked at once whether calling goes on. */
export const weighsAnew = (entry: EntryOf<'AlertsJoined'>, is: Incident): Obligation[] =>
  is.held ? [timer(`weigh-silence:${entry.id}`, entry.at, 'weigh-silence')] : []

/** What fell due meanwhile is due now: the step of the policy, or the end of somebody's quiet. */
export function owesWhatWasHeld({ id, at }: EntryOf<'EscalationResumed'>, is: Incident): Obligation[] {
  const { run, next } = is.escalation ?? {}
  if (is.acknowledgedBy) return is.until && is.until <= at ? [{ ...expiry(id, is.until), dueAt: at }] : []
  if (!next) return []
  const { round, step, dueAt } = next
  return [timer(`escalate:${id}`, dueAt > at ? dueAt : at, 'escalate', { run, round, step })]
}
