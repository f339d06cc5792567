import type { BackupLevel } from '../../incident/events.ts'

/** How long a rehearsal took in all, and until each point of it, in milliseconds. */
export interface Took {
  ms: number
  level: BackupLevel
  phases: Readonly<Record<string, number>>
}

export const defaultBudgetMinutes = 10

/** The level that a resource can afford in an incident, and what that costs. */
export interface Afforded {
  level: BackupLevel
  says: string
}

/**
 * The highest level whose last time fits what the team gives it. Only what was measured is said: all of it, or the copy alone, read to its
 * last byte and sealed, which is what is left without the restore.
 */
export function affords({ ms, level, phases }: Took, budgetMinutes = defaultBudgetMinutes): Afforded {
  const budgetMs = budgetMinutes * 60_000
  const [taken, proven] = [phases['copy-taken'], phases['copy-proven']]
  if (ms <= budgetMs) return { level, says: `${level} takes ${span(ms)}.` }
  const alone = taken === undefined || proven === undefined ? undefined : ms - (proven - taken)
  const dear = `${level} takes ${span(ms)}, more than the ${budgetMinutes} min that it may`
  if (alone === undefined) return { level: 'L0', says: `${dear}.` }
  const fits = alone <= budgetMs
  return {
    level: fits ? 'L1' : 'L0',
    says: `${dear}; the copy alone, L1, ${fits ? 'takes' : 'takes also more,'} ${span(alone)}.`,
  }
}

const span = (ms: number): string =>
  ms < 100_000 ? `${Math.max(1, Math.round(ms / 1_000))} s` : `${Math.round(ms / 60_000)} min`
