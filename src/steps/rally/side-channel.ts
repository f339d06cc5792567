import { type Next, type Refusal, refuse } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import { label, say } from './say.ts'

/** From whom a note is kept until it is over: who led when it was said. */
export interface Beside {
  keptFrom?: string
}

/**
 * Everybody but the lead, and everybody once it is over. Who led when a note was said does not hear it either after the lead
 * passed on; a service account hears none before, for anybody may have its token.
 */
export function hearsBeside(
  is: Pick<Incident, 'status' | 'lead'>,
  { keptFrom }: Beside,
  who: { id: string; kind: string },
): boolean {
  if (is.status === 'resolved') return true
  return who.kind !== 'service' && who.id !== is.lead && who.id !== keptFrom
}

/** Who leads says it to everybody: beside them there is nobody but all the others. */
export function whyNotBeside(is: Incident, person: string, text: string): Refusal | undefined {
  if (is.status === 'resolved' || is.lead !== person) return undefined
  const toAll: Next = { label: label.sayToAll, command: 'post-update', body: { text, audience: 'responders' } }
  return refuse('you-lead', say.youLead, [toAll])
}
