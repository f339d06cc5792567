import type { Next } from '../../incident/decision.ts'

/** The words of this step, in one place. */
export const say = {
  unknownDraft: (draft: string) => `There is no draft ${draft} here.`,
  unknownIncident: (incident: string) => `There is no incident ${incident}.`,
  intoItself: 'An incident cannot be merged into itself.',
  mergedAway: (number: number) => `INC-${number} was merged into another incident itself.`,
}

export const next = {
  draft: { label: 'Draft a page now', command: 'draft-page', body: {} } satisfies Next,
}

/** The codes of this step's refusals: part of the API. */
export const documentRefusals: readonly string[] = ['into-itself', 'merged-away', 'unknown-draft', 'unknown-incident']
