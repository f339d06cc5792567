import type { Ask, Wanted } from '../incident/decision.ts'
import type { Incident } from '../incident/incident.ts'
import type { Known } from '../incident/known.ts'
import type { Sql, Tx } from '../store/db.ts'
import type { Desk } from './desk.ts'

/** Read from settings alone, which no command changes: one answer holds for everything that is decided with it. */
const fromSettings: readonly Wanted[] = ['policy', 'policySpec', 'channels', 'service', 'people', 'onCall']

/** Loads what decisions of one transaction want to know, all of it at once. */
export type Knowing = (was: Incident, ask: Ask<unknown>, knows: readonly Wanted[]) => Promise<Known>

export function knowingIn(desk: Desk, tx: Tx): Knowing {
  const settings = { ...tx, query: askingOnce(tx) }
  return async (was, ask, knows) => {
    const loading = knows.map(wanted => desk.loaders[wanted](fromSettings.includes(wanted) ? settings : tx, was, ask))
    // All of them are over when one fails: none goes on asking behind the end of its transaction.
    await Promise.allSettled(loading)
    const loaded: unknown[] = await Promise.all(loading)
    return Object.fromEntries(knows.map((wanted, i) => [wanted, loaded[i]])) as unknown as Known
  }
}

/** The same question has one answer. */
function askingOnce(tx: Tx): Sql['query'] {
  const answers = new Map<string, Promise<{ rows: never[]; rowCount: number | null }>>()
  return (text, values) => {
    const key = JSON.stringify([text, values])
    const known = answers.get(key) ?? tx.query<never>(text, values)
    answers.set(key, known)
    return known
  }
}
