import type { z } from 'zod'
import { type Ask, type Decide, type Decision, happened, knowing, type Next, refuse } from '../../incident/decision.ts'
import { type Incident, named, type Objection, type Suggestion } from '../../incident/incident.ts'
import { nextRef } from '../../incident/ref.ts'
import type { rallyAsks } from './asks.ts'
import { canSit, mayDecide, nameOf, type WhoIsWho, whoIsWho } from './room.ts'
import { label, say } from './say.ts'

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
  if (!suggestion) return noSuggestion(was, known, ask, 'accept-suggestion')
  if (suggestion.state === 'accepted') return []
  if (!mayDecide(was, known, ask)) return othersDecide(was, known)
  if (suggestion.state === 'declined') return alreadyDecided(suggestion)
  return [happened('SuggestionAccepted', { suggestion: suggestion.id })]
})

export const declineSuggestion: Room<'decline-suggestion'> = knowing(whoIsWho, (was, ask, known) => {
  const suggestion = named(was.suggestions, ask.body.suggestion)
  if (!suggestion) return noSuggestion(was, known, ask, 'decline-suggestion')
  if (suggestion.state === 'declined') return []
  if (!mayDecide(was, known, ask)) return othersDecide(was, known)
  if (suggestion.state === 'accepted') return alreadyDecided(suggestion)
  return [happened('SuggestionDeclined', { suggestion: suggestion.id, reason: ask.body.reason })]
})

/** Anybody may, observers included: who watches sees what who types does not. */
export const object: Decide<Body<'object'>> = (was, ask) => {
  const to = named(was.changes, ask.body.to) ?? named(was.suggestions, ask.body.to)
  if (!to) return noTarget(was, ask.body)
  const objected = { objection: ask.id, ref: nextRef('O', was.objections), to: to.id, reason: ask.body.reason }
  return [happened('Objected', objected)]
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

const suggestAgain = { label: label.suggest, command: 'suggest', body: { text: null, why: null } }

/** The same words, about no hypothesis. */
function noHypothesis(name: string, said: Omit<Body<'suggest'>, 'hypothesis'>): Decision {
  return refuse('unknown-hypothesis', say.unknownThing('hypothesis', name), [{ ...suggestAgain, body: said }])
}

/** The ones that are open, for who decides; to suggest is anybody's. */
function noSuggestion(was: Incident, known: WhoIsWho, ask: Ask<{ suggestion: string }>, command: string): Decision {
  const open = mayDecide(was, known, ask) ? was.suggestions.filter(one => one.state === 'open') : []
  const ways = open.slice(-mostNamed).map(one => way(one.ref, one.text, command, { ...ask.body, suggestion: one.id }))
  return refuse('unknown-suggestion', say.unknownThing('suggestion', ask.body.suggestion), orSuggest(ways))
}

function noTarget(was: Incident, { to, reason }: Body<'object'>): Decision {
  const there = [
    ...was.changes.filter(one => one.state === 'proposed').map(one => ({ ...one, text: one.what })),
    ...was.suggestions.filter(one => one.state === 'open'),
  ]
  const ways = there.slice(-mostNamed).map(one => way(one.ref, one.text, 'object', { to: one.id, reason }))
  return refuse('unknown-change', say.unknownThing('change or suggestion', to), orSuggest(ways))
}

function noObjection(
  was: Incident,
  ask: Ask<{ objection: string }>,
  command: string,
  isTheirs: (one: Objection) => boolean,
): Decision {
  const there = was.objections.filter(one => one.state === 'open' && isTheirs(one)).slice(-mostNamed)
  const ways = there.map(one => way(one.ref, one.reason, command, { ...ask.body, objection: one.id }))
  return refuse('unknown-objection', say.unknownThing('objection', ask.body.objection), orSuggest(ways))
}

const mostNamed = 3
const way = (ref: string, text: string, command: string, body: Next['body']): Next => ({
  label: label.named(ref, text),
  command,
  body,
})
const orSuggest = (ways: Next[]): Next[] => (ways.length > 0 ? ways : [suggestAgain])

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
