import type { Ask, Wanted } from '../incident/decision.ts'
import type { Incident } from '../incident/incident.ts'
import type { Known } from '../incident/known.ts'
import type { Tx } from '../store/db.ts'
import type { Desk } from './desk.ts'
import { rosterIn } from './remembered-roster.ts'

/** Read from the roster alone, which no command changes. */
const fromRoster: readonly Wanted[] = ['policy', 'policySpec', 'channels', 'plans', 'service', 'people', 'onCall']

/** Loads what decisions of one transaction want to know, all of it at once. */
export type Knowing = (was: Incident, ask: Ask<unknown>, knows: readonly Wanted[]) => Promise<Known>

export function knowingIn(desk: Desk, tx: Tx): Knowing {
  const roster = { ...tx, query: rosterIn(desk, tx) }
  return async (was, ask, knows) => {
    const loading = knows.map(wanted => desk.loaders[wanted](fromRoster.includes(wanted) ? roster : tx, was, ask))
    // All of them are over when one fails: none goes on asking behind the end of its transaction.
    await Promise.allSettled(loading)
    const loaded: unknown[] = await Promise.all(loading)
    return Object.fromEntries(knows.map((wanted, i) => [wanted, loaded[i]])) as unknown as Known
  }
}
