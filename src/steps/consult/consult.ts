import type { z } from 'zod'
import type { Decisions } from '../../incident/asks.ts'
import { type Ask, type Decision, happened, knowing, refuse } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Obligation, Reactions } from '../../incident/obligation.ts'
import type { consultAsks } from './asks.ts'
import { insteadOf, say, stepsOf } from './say.ts'

type Body<N extends keyof typeof consultAsks> = z.infer<(typeof consultAsks)[N]['body']>

/** The same offer again says nothing new. */
function offerPages(was: Incident, ask: Ask<Body<'offer-pages'>>): Decision {
  const { pages } = ask.body
  if (was.status === 'resolved' || JSON.stringify(pages) === JSON.stringify(was.suggestedPages)) return []
  return [happened('PagesOffered', { pages })]
}

const followPage = knowing(['namedPage'], (was: Incident, ask: Ask<Body<'follow-page'>>, { namedPage }): Decision => {
  if (!namedPage) return refuse('unknown-page', say.unknownPage(ask.body.page), insteadOf(was))
  if (was.followedPage?.page === namedPage.id) return []
  return [happened('PageFollowed', { page: namedPage.id, title: namedPage.title })]
})

const runStep = knowing(['namedPage'], (was: Incident, ask: Ask<Body<'run-step'>>, { namedPage }): Decision => {
  if (!namedPage) return refuse('unknown-page', say.unknownPage(ask.body.page), insteadOf(was))
  const { step } = ask.body
  if (!namedPage.steps.includes(step))
    return refuse('unknown-step', say.unknownStep(step, namedPage.steps), stepsOf(namedPage.id, namedPage.steps))
  return [happened('StepRan', { page: namedPage.id, step, outcome: 'done' })]
})

/** What the runbook already says. */
export const consultDecisions: Decisions<typeof consultAsks> = {
  'offer-pages': offerPages,
  'follow-page': followPage,
  'run-step': runStep,
}

/** Pages are offered before anyone asks: at the start, and again when an alert or a person says something new. */
export const consultReactions: Reactions = {
  IncidentOpened: entry => [lookUp(entry.at, 'opened')],
  AlertReceived: (entry, is) => (is.alerts.length > 1 ? [lookUp(entry.at, entry.data.alert)] : []),
  EvidenceAdded: entry => (entry.data.kind === 'alert' ? [] : [lookUp(entry.at, entry.data.evidence)]),
}

const lookUp = (dueAt: string, what: string): Obligation => ({
  kind: 'offer-pages',
  key: `offer-pages:${what}`,
  dueAt,
  body: {},
})
