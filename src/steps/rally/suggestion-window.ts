import type { z } from 'zod'
import { type Ask, type Decide, happened, knowing } from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import { type Incident, named, type Suggestion } from '../../incident/incident.ts'
import { later, type Reactions } from '../../incident/obligation.ts'
import { lookOrChange } from '../../terminal/look-or-change.ts'
import type { rallyAsks } from './asks.ts'
import { goesToPrompt } from './at-prompt.ts'
import { isAlone, mayDecide, type WhoIsWho, whoIsWho } from './room.ts'
import { say } from './say.ts'
import { alreadyDecided, noSuggestion, othersDecide } from './suggestion-refusals.ts'

type Body<N extends keyof typeof rallyAsks> = z.infer<(typeof rallyAsks)[N]['body']>
type Room<N extends keyof typeof rallyAsks> = Decide<Body<N>, 'people' | 'seen'>

/** So long "Anyone against?" is asked. */
const windowMs = 20_000

/** At once, or where it is risky and others are here, after they were asked. Alone nothing waits. */
export function accepted(was: Incident, suggestion: Suggestion, ask: Ask<unknown>): IncidentEvent[] {
  if (suggestion.openUntil !== undefined && suggestion.openUntil > ask.at) return []
  const isAsked = isRisky(was, suggestion) && !isAlone(was, ask.by.id)
  if (!isAsked) return goesAhead(was, suggestion, ask.by.id)
  return [happened('SuggestionOpen', { suggestion: suggestion.id, until: later(ask.at, windowMs) })]
}

/** Now, whoever is asked: the lead's word, or that of who decides while the lead is away. An objection stays open with what comes of it. */
export const goNow: Room<'go-now'> = knowing(whoIsWho, (was, ask, known) => {
  const suggestion = named(was.suggestions, ask.body.suggestion)
  if (!suggestion) return noSuggestion(was, ask, 'go-now', mayGoNow(was, known, ask))
  if (suggestion.state === 'accepted') return []
  if (!mayGoNow(was, known, ask)) return othersDecide(was, known)
  if (suggestion.state === 'declined') return alreadyDecided(suggestion)
  return goesAhead(was, suggestion, ask.by.id)
})

/** It does not go ahead by itself any more; it can be accepted again. */
export const holdSuggestion: Room<'hold-suggestion'> = knowing(whoIsWho, (was, ask, known) => {
  const suggestion = named(was.suggestions, ask.body.suggestion)
  if (!suggestion) return noSuggestion(was, ask, 'hold-suggestion', mayDecide(was, known, ask))
  if (!mayDecide(was, known, ask)) return othersDecide(was, known)
  if (suggestion.state !== 'open') return alreadyDecided(suggestion)
  return suggestion.openUntil === undefined ? [] : [held(suggestion, ask.body.reason)]
})

/** The time is up. Nobody was against it, or somebody is by now: then it waits for the lead. */
export const suggestionDue: Decide<Body<'suggestion-due'>> = (was, ask) => {
  const suggestion = named(was.suggestions, ask.body.suggestion)
  if (suggestion?.state !== 'open' || suggestion.openUntil !== ask.body.until) return []
  const against = was.objections.find(one => one.to === suggestion.id && one.state === 'open')
  if (against) return [held(suggestion, say.isAgainst(against.by))]
  return goesAhead(was, suggestion, suggestion.openedBy ?? ask.by.id)
}

export const windowReactions: Reactions = {
  SuggestionOpen: ({ id, data: { suggestion, until } }) => [
    {
      kind: 'ask',
      key: `suggestion-due ${id}`,
      dueAt: until,
      body: { command: 'suggestion-due', body: { suggestion, until } },
    },
  ],
}

/** Who objects while it is asked has stopped it. */
export const stops = (was: Incident, to: string): IncidentEvent[] =>
  was.suggestions.filter(one => one.id === to && one.openUntil !== undefined).map(one => held(one))

/** A command that may change something; or what somebody here is against. */
function isRisky(was: Incident, { id, command }: Suggestion): boolean {
  if (command !== undefined && lookOrChange(command) === 'change') return true
  return was.objections.some(one => one.to === id && one.state === 'open')
}

function mayGoNow(was: Incident, known: WhoIsWho, ask: Ask<unknown>): boolean {
  if (was.lead === ask.by.id) return true
  const leadIsThere = was.lead !== undefined && known.seen.has(was.lead)
  return !leadIsThere && mayDecide(was, known, ask)
}

const held = ({ id }: Suggestion, reason?: string): IncidentEvent =>
  happened('SuggestionHeld', { suggestion: id, ...(reason && { reason }) })

const goesAhead = (was: Incident, suggestion: Suggestion, asker: string): IncidentEvent[] => [
  happened('SuggestionAccepted', { suggestion: suggestion.id }),
  ...goesToPrompt(was, suggestion, asker),
]
