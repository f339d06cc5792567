import type { Ask } from '../incident/decision.ts'
import type { Incident } from '../incident/incident.ts'
import type { WhoMay } from '../incident/known.ts'
import type { Tx } from './db.ts'
import { loadService } from './loaders.ts'
import { loadPolicy } from './on-call.ts'

/**
 * Whom to ask where an account may not: who is on call for the service now, in the order of its policy. Whether their account
 * may, Fireline does not know; that they answer for it, it does. Looked up only for a command that was denied.
 */
export async function loadWhoMay(tx: Tx, was: Incident, ask: Ask<unknown>): Promise<WhoMay[]> {
  const { denied, person } = (ask.body ?? {}) as { denied?: boolean; person?: string }
  if (!denied) return []
  const [{ steps, fallback }, service] = [await loadPolicy(tx, was, ask), await loadService(tx, was, ask)]
  const people = [...steps.flatMap(step => step.people), ...fallback]
  const others = new Map(people.filter(one => one.id !== person).map(one => [one.id, one.name]))
  return [...others].map(([id, name]) => ({ person: id, name, why: `on call for ${service.name}` }))
}
