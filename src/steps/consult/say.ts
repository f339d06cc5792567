import type { Next } from '../../incident/decision.ts'
import type { OfferedPage } from '../../incident/events.ts'
import type { Incident } from '../../incident/incident.ts'

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

/** The pages that are offered here, else people. */
export const insteadOf = (is: Pick<Incident, 'suggestedPages' | 'team'>): Next[] => [
  ...is.suggestedPages.slice(0, 3).map(openPage),
  callInTheTeam(is.team),
]

const mostSteps = 5

/** The page's own steps; where it marks none, what was done is kept in one's own words. */
export function stepsOf(page: string, steps: readonly string[]): Next[] {
  if (steps.length === 0) {
    const body = { source: page.slice(0, 300), kind: 'statement', text: null }
    return [{ label: 'Write down what you did', command: 'add-evidence', body }]
  }
  return steps.slice(0, mostSteps).map(step => ({ label: `Step ${step}`, command: 'run-step', body: { page, step } }))
}

/** The codes of this step's refusals: part of the API. */
export const consultRefusals: readonly string[] = ['unknown-page', 'unknown-step']
