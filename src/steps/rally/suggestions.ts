import type { z } from 'zod'
import { type Decide, type Decision, happened, knowing, refuse } from '../../incident/decision.ts'
import { type Incident, named, type Suggestion } from '../../incident/incident.ts'
import { nextRef } from '../../incident/ref.ts'
import type { rallyAsks } from './asks.ts'
import { mayDecide, nameOf, type WhoIsWho, whoIsWho } from './room.ts'
import { label, say } from './say.ts'

type Body<N extends keyof typeof rallyAsks> = z.infer<(typeof rallyAsks)[N]['body']>
type Room<N extends keyof typeof rallyAsks> = Decide<Body<N>, 'people' | 'seen'>

export const suggest: Decide<Body<'suggest'>> = (was, ask) => {
  const { hypothesis, ...said } = ask.body
  const theory = hypothesis === undefined ? undefined : named(was.hypotheses, hypothesis)
  if (hypothesis !== undefined && !theory) return unknown.hypothesis(hypothesis)
  const ref = nextRef('S', was.suggestions)
  return [happened('Suggested', { suggestion: ask.id, ref, ...said, ...(theory && { hypothesis: theory.id }) })]
}

export const acceptSuggestion: Room<'accept-suggestion'> = knowing(whoIsWho, (was, ask, known) => {
  const suggestion = named(was.suggestions, ask.body.suggestion)
  if (!suggestion) return unknown.suggestion(ask.body.suggestion)
  if (suggestion.state === 'accepted') return []
  if (!mayDecide(was, known, ask)) return othersDecide(was, known)
  if (suggestion.state === 'declined') return alreadyDecided(suggestion)
  return [happened('SuggestionAccepted', { suggestion: suggestion.id })]
})

export const declineSuggestion: Room<'decline-suggestion'> = knowing(whoIsWho, (was, ask, known) => {
  const suggestion = named(was.suggestions, ask.body.suggestion)
  if (!suggestion) return unknown.suggestion(ask.body.suggestion)
  if (suggestion.state === 'declined') return []
  if (!mayDecide(was, known, ask)) return othersDecide(was, known)
  if (suggestion.state === 'accepted') return alreadyDecided(suggestion)
  return [happened('SuggestionDeclined', { suggestion: suggestion.id, reason: ask.body.reason })]
})

/** Anybody may, observers included: who watches sees what who types does not. */
export const object: Decide<Body<'object'>> = (was, ask) => {
  const to = named(was.changes, ask.body.to) ?? named(was.suggestions, ask.body.to)
  if (!to) return unknown.change(ask.body.to)
  const objected = { objection: ask.id, ref: nextRef('O', was.objections), to: to.id, reason: ask.body.reason }
  return [happened('Objected', objected)]
}

export const answerObjection: Room<'answer-objection'> = knowing(whoIsWho, (was, ask, known) => {
  const objection = named(was.objections, ask.body.objection)
  if (!objection) return unknown.objection(ask.body.objection)
  if (objection.state !== 'open') return []
  if (!mayDecide(was, known, ask)) return othersDecide(was, known)
  return [happened('ObjectionAnswered', { objection: objection.id, answer: ask.body.answer })]
})

export const withdrawObjection: Decide<Body<'withdraw-objection'>> = (was, ask) => {
  const objection = named(was.objections, ask.body.objection)
  if (!objection) return unknown.objection(ask.body.objection)
  if (objection.state !== 'open') return []
  if (objection.person !== ask.by.id) {
    const answer = { command: 'answer-objection', body: { objection: objection.ref, answer: null } }
    return refuse('not-your-objection', say.notYourObjection(objection.by), [{ label: label.answerIt, ...answer }])
  }
  return [happened('ObjectionWithdrawn', { objection: objection.id })]
}

const suggestAgain = { label: label.suggest, command: 'suggest', body: { text: null, why: null } }
const objectAgain = { label: label.object, command: 'object', body: { to: null, reason: null } }

const unknown = {
  hypothesis: (name: string) => refuse('unknown-hypothesis', say.unknownThing('hypothesis', name), [suggestAgain]),
  suggestion: (name: string) => refuse('unknown-suggestion', say.unknownThing('suggestion', name), [suggestAgain]),
  change: (name: string) => refuse('unknown-change', say.unknownThing('change or suggestion', name), [objectAgain]),
  objection: (name: string) => refuse('unknown-objection', say.unknownThing('objection', name), [objectAgain]),
}

function alreadyDecided(suggestion: Suggestion): Decision {
  const body = {
    text: suggestion.text,
    why: suggestion.why,
    ...(suggestion.command && { command: suggestion.command }),
  }
  const again = { label: label.suggest, command: 'suggest', body }
  return refuse('already-decided', say.decided(suggestion.ref, suggestion.state), [again])
}

function othersDecide(was: Incident, known: WhoIsWho): Decision {
  const name = nameOf(was, known, was.lead ?? was.operator ?? '')
  return refuse('not-the-lead', say.onlyTheLead(name), [suggestAgain])
}
