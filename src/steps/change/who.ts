import { type Ask, happened, type Refusal, refuse } from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import { type Incident, isAlone } from '../../incident/incident.ts'
import { comesToWork } from '../../incident/seats.ts'
import { next } from './next.ts'
import { say } from './say.ts'

/** Only the operator applies and rolls back. Nobody waits for who is not there: alone, or with no operator, it is who acts. */
export function asOperator(was: Incident, ask: Ask<unknown>): IncidentEvent[] | Refusal {
  const me = ask.by.id
  if (was.operator === me) return []
  if (!was.operator || isAlone(was, me)) return takesBothSeats(was, me)
  return refuse('only-the-operator', say.operatorIs(nameOf(was, was.operator)), next.keyboard())
}

/** Only the lead goes without what a rule refuses; what a rule merely asks, the operator may answer too. */
export function asWhoMayWaive(was: Incident, ask: Ask<unknown>, operatorToo: boolean): IncidentEvent[] | Refusal {
  const me = ask.by.id
  if (was.lead === me || (operatorToo && was.operator === me)) return []
  if (!was.lead || isAlone(was, me)) return takesBothSeats(was, me)
  return refuse('only-the-lead', say.leadIs(nameOf(was, was.lead)), next.lead())
}

function takesBothSeats(was: Incident, me: string): IncidentEvent[] {
  const alone = isAlone(was, me)
  return [
    ...comesToWork(was, me),
    ...(alone && was.lead && was.lead !== me ? [happened('LeadTaken', { person: me, from: was.lead })] : []),
    ...(alone && was.operator && was.operator !== me
      ? [happened('KeyboardGiven', { to: me, from: was.operator, epoch: was.epoch + 1 })]
      : []),
  ]
}

export function nameOf(was: Incident, person: string): string {
  return was.people.find(present => present.person === person)?.name ?? 'Somebody else'
}
