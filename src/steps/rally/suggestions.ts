import type { z } from 'zod'
import { type Decide, happened, knowing, refuse } from '../../incident/decision.ts'
import { named } from '../../incident/incident.ts'
import { nextRef } from '../../incident/ref.ts'
import type { rallyAsks } from './asks.ts'
import { canSit, mayDecide, whoIsWho } from './room.ts'
import { label, say } from './say.ts'
import {
  alreadyDecided,
  noHypothesis,
  noObjection,
  noSuggestion,
  noTarget,
  othersDecide,
  suggestAgain,
} from './suggestion-refusals.ts'
import { accepted, stops } from './suggestion-window.ts'

type Body<N extends keyof typeof rallyAsks> = z.infer<(typeof rallyAsks)[N]['body']>
type Room<N extends keyof typeof rallyAsks> = Decide<Body<N>, 'people' | 'seen'>

export const suggest: Decide<Body<'suggest'>> = (was, ask) => {
  const { hypothesis, ...said } = ask.body
  const theory = hypothesis === undefined ? undefined : named(was.hypotheses, hypothesis)
  if (hypothesis !== undefined && !theory) return noHypothesis(hypothesis, said)
  const ref = nextRef('S', was.suggestions)
  return [happened('Suggested', { suggestion: ask.id, ref, ...said, ...(theory && { hypothesis: theory.id }) })]
}

export const acceptSuggestion: Room<'accept-suggestion'> = knowing(whoIsWho, (was, ask, known) => {
  const suggestion = named(was.suggestions, ask.body.suggestion)
  if (!suggestion) return noSuggestion(was, ask, 'accept-suggestion', mayDecide(was, known, ask))
  if (suggestion.state === 'accepted') return []
  if (!mayDecide(was, known, ask)) return othersDecide(was, known)
  if (suggestion.state === 'declined') return alreadyDecided(suggestion)
  return accepted(was, suggestion, ask)
})

export const declineSuggestion: Room<'decline-suggestion'> = knowing(whoIsWho, (was, ask, known) => {
  const suggestion = named(was.suggestions, ask.body.suggestion)
  if (!suggestion) return noSuggestion(was, ask, 'decline-suggestion', mayDecide(was, known, ask))
  if (suggestion.state === 'declined') return []
  if (!mayDecide(was, known, ask)) return othersDecide(was, known)
  if (suggestion.state === 'accepted') return alreadyDecided(suggestion)
  return [happened('SuggestionDeclined', { suggestion: suggestion.id, reason: ask.body.reason })]
})

/** Once each person; who suggests it supports it. A reason given later stands in place of the one before. */
export const supportSuggestion: Decide<Body<'support-suggestion'>> = (was, ask) => {
  const suggestion = named(was.suggestions, ask.body.suggestion)
  if (!suggestion) return noSuggestion(was, ask, 'support-suggestion', true)
  if (suggestion.state === 'declined') return alreadyDecided(suggestion)
  const { reason } = ask.body
  const before = suggestion.supports?.find(one => one.person === ask.by.id)
  const isSaid = before && (reason === undefined || reason === before.reason)
  if (isSaid || suggestion.person === ask.by.id) return []
  return [happened('SuggestionSupported', { suggestion: suggestion.id, ...(reason && { reason }) })]
}

/** Anybody may, observers included: who watches sees what who types does not. */
export const object: Decide<Body<'object'>> = (was, ask) => {
  const to = named(was.changes, ask.body.to) ?? named(was.suggestions, ask.body.to)
  if (!to) return noTarget(was, ask.body)
  const objected = { objection: ask.id, ref: nextRef('O', was.objections), to: to.id, reason: ask.body.reason }
  return [happened('Objected', objected), ...stops(was, to.id)]
}

export const answerObjection: Room<'answer-objection'> = knowing(whoIsWho, (was, ask, known) => {
  const objection = named(was.objections, ask.body.objection)
  if (!objection) return noObjection(was, ask, 'answer-objection', () => mayDecide(was, known, ask))
  if (objection.state !== 'open') return []
  if (!mayDecide(was, known, ask)) return othersDecide(was, known)
  return [happened('ObjectionAnswered', { objection: objection.id, answer: ask.body.answer })]
})

export const withdrawObjection: Room<'withdraw-objection'> = knowing(whoIsWho, (was, ask, known) => {
  const objection = named(was.objections, ask.body.objection)
  if (!objection) return noObjection(was, ask, 'withdraw-objection', one => one.person === ask.by.id)
  if (objection.state !== 'open') return []
  if (objection.person !== ask.by.id) {
    const answer = {
      label: label.answerIt,
      command: 'answer-objection',
      body: { objection: objection.ref, answer: null },
    }
    // Who may only watch may not answer either.
    const ways = canSit(known, ask.by.id) ? [answer] : [suggestAgain]
    return refuse('not-your-objection', say.notYourObjection(objection.by), ways)
  }
  return [happened('ObjectionWithdrawn', { objection: objection.id })]
})
