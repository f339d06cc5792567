import type { Next } from '../../incident/decision.ts'
import type { OfferedPage } from '../../incident/events.ts'

/** The words of this step, in one place. */
export const say = {
  unknownPage: (page: string) => `The runbook has no page ${page}.`,
  unknownStep: (step: string, steps: string[]) =>
    steps.length > 0 ? `The page has no step ${step}; it has ${steps.join(', ')}.` : 'The page has no marked steps.',
}

/** "seen once, 14 min" */
export function seenWords({ times, medianMinutes }: NonNullable<OfferedPage['seen']>): string {
  const minutes = medianMinutes === undefined ? '' : `, ${medianMinutes} min`
  return `seen ${times === 1 ? 'once' : `${times} times`}${minutes}`
}

/** What there is to do when no page knows it. */
export const callInTheTeam = (team: string): Next => ({ label: 'Call in the team', command: 'call-in', body: { team } })

export const openPage = ({ page, title }: OfferedPage): Next => ({
  label: `Follow "${title}"`,
  command: 'follow-page',
  body: { page },
})

/** The codes of this step's refusals: part of the API. */
export const consultRefusals: readonly string[] = ['unknown-page', 'unknown-step']
