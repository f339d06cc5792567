import type { z } from 'zod'
import { type Ask, type Decision, type Next, refuse } from '../../incident/decision.ts'
import type { Incident, Objection, Suggestion } from '../../incident/incident.ts'
import type { rallyAsks } from './asks.ts'
import { nameOf, type WhoIsWho } from './room.ts'
import { label, say } from './say.ts'

type Body<N extends keyof typeof rallyAsks> = z.infer<(typeof rallyAsks)[N]['body']>

export const suggestAgain = { label: label.suggest, command: 'suggest', body: { text: null, why: null } }

/** The same words, about no hypothesis. */
export function noHypothesis(name: string, said: Omit<Body<'suggest'>, 'hypothesis'>): Decision {
  return refuse('unknown-hypothesis', say.unknownThing('hypothesis', name), [{ ...suggestAgain, body: said }])
}

/** The ones that are open, for who may do this with them; to suggest is anybody's. */
export function noSuggestion(was: Incident, ask: Ask<{ suggestion: string }>, command: string, may: boolean): Decision {
  const open = may ? was.suggestions.filter(one => one.state === 'open') : []
  const ways = open.slice(-mostNamed).map(one => way(one.ref, one.text, command, { ...ask.body, suggestion: one.id }))
  return refuse('unknown-suggestion', say.unknownThing('suggestion', ask.body.suggestion), orSuggest(ways))
}

export function noTarget(was: Incident, { to, reason }: Body<'object'>): Decision {
  const there = [
    ...was.changes.filter(one => one.state === 'proposed').map(one => ({ ...one, text: one.what })),
    ...was.suggestions.filter(one => one.state === 'open'),
  ]
  const ways = there.slice(-mostNamed).map(one => way(one.ref, one.text, 'object', { to: one.id, reason }))
  return refuse('unknown-change', say.unknownThing('change or suggestion', to), orSuggest(ways))
}

export function noObjection(
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

export function alreadyDecided(suggestion: Suggestion): Decision {
  const body = {
    text: suggestion.text,
    why: suggestion.why,
    ...(suggestion.command && { command: suggestion.command }),
  }
  const again = { label: label.suggest, command: 'suggest', body }
  return refuse('already-decided', say.decided(suggestion.ref, suggestion.state), [again])
}

export function othersDecide(was: Incident, known: WhoIsWho): Decision {
  const name = nameOf(was, known, was.lead ?? was.operator ?? '')
  return refuse('not-the-lead', say.onlyTheLead(name), [suggestAgain])
}
