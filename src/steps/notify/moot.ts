import type { Call, Incident } from '../../incident/incident.ts'
import { contactOf } from '../../roster/contact-name.ts'
import { isOnlyTold } from './say.ts'

/** Why a call that leaves late would wake somebody for nothing; undefined when it matters still. */
export function whyMoot(is: Incident, call: Call): string | undefined {
  if (isOnlyTold(is, call.reason)) return undefined
  if (is.status === 'resolved') return 'No longer needed: resolved.'
  if (is.acknowledgedBy) return 'No longer needed: somebody has it.'
  if (!call.dueAt) return undefined
  if (is.cannot.includes(call.person)) return 'No longer needed: they cannot.'
  return isMadeUpFor(is, call) ? 'No longer needed: this channel was called earlier.' : undefined
}

/** Another channel did not answer, so this one was called before its time. */
const isMadeUpFor = (is: Incident, call: Call): boolean =>
  is.calls.some(
    one => one.insteadOf && one.person === call.person && contactOf(one) === contactOf(call) && one.at >= call.at,
  )
