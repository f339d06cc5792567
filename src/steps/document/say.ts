import type { Next } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'

/** The words of this step, in one place. */
export const say = {
  unknownDraft: (draft: string) => `There is no draft ${draft} here.`,
  unknownIncident: (incident: string) => `There is no incident ${incident}.`,
  intoItself: 'An incident cannot be merged into itself.',
  mergedAway: (number: number) => `INC-${number} was merged into another incident itself.`,
}

export const next = {
  /** The draft that is there, to be read and put into the runbook; else a new one. */
  draftOf(is: Incident): Next[] {
    const there = is.drafts.findLast(one => one.state === 'draft')
    return there
      ? [{ label: `Read the draft "${there.title}"`, command: 'accept-page', body: { draft: there.id } }]
      : [next.draft]
  },
  nameAnother: { label: 'Name another incident', command: 'merge-into', body: { incident: null } } satisfies Next,
  mergeInto: (incident: string): Next => ({ label: 'Go where it went', command: 'merge-into', body: { incident } }),
  draft: { label: 'Draft a page now', command: 'draft-page', body: {} } satisfies Next,
}

/** The codes of this step's refusals: part of the API. */
export const documentRefusals: readonly string[] = ['into-itself', 'merged-away', 'unknown-draft', 'unknown-incident']
