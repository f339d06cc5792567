import type { z } from 'zod'
import { type Decide, type Decision, happened, knowing, type Next, refuse } from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import { type Incident, named, type Suggestion, type Terminal } from '../../incident/incident.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { rallyAsks } from './asks.ts'
import { fitsAPrompt, holderOf, promptFor, promptsOf } from './prompts.ts'
import { mayDecide, nameOf, type WhoIsWho, whoIsWho } from './room.ts'
import { label, say } from './say.ts'
import { alreadyDecided, noSuggestion } from './suggestion-refusals.ts'

type Body<N extends keyof typeof rallyAsks> = z.infer<(typeof rallyAsks)[N]['body']>

/** What was accepted goes to the prompt it can be meant for. Nothing runs: who types there reads it and presses Enter. */
export function goesToPrompt(was: Incident, suggestion: Suggestion, asker: string): IncidentEvent[] {
  const terminal = fitsAPrompt(suggestion) ? promptFor(was, asker) : undefined
  return terminal ? [asked(was, suggestion, terminal)] : []
}

/** At the asker's own prompt, as often as they want. */
export const putAtPrompt: Decide<Body<'put-at-prompt'>, 'people' | 'seen'> = knowing(whoIsWho, (was, ask, known) => {
  const suggestion = named(was.suggestions, ask.body.suggestion)
  if (!suggestion) return noSuggestion(was, ask, 'accept-suggestion', mayDecide(was, known, ask))
  if (suggestion.state === 'declined') return alreadyDecided(suggestion)
  if (suggestion.state === 'open') return notAccepted(suggestion)
  if (!fitsAPrompt(suggestion)) return nothingToPut(suggestion)
  const own = promptsOf(was, ask.by.id)
  const wanted = ask.body.terminal === undefined ? own : own.filter(one => one.id === ask.body.terminal)
  if (!wanted[0]) return notYourPrompt(was, known)
  return wanted.length > 1 ? whichPrompt(suggestion, own) : [asked(was, suggestion, wanted[0])]
})

export const wasPutAtPrompt: Decide<Body<'was-put-at-prompt'>> = (_was, ask) => [happened('PutAtPrompt', ask.body)]

export const promptReactions: Reactions = {
  PutAtPrompt: ({ id, at, data: { outcome, ...body } }) =>
    outcome === 'asked' ? [{ kind: 'put-at-prompt', key: `put-at-prompt ${id}`, dueAt: at, body }] : [],
}

function asked(was: Incident, suggestion: Suggestion, terminal: Terminal): IncidentEvent {
  const person = holderOf(was, terminal)
  const at = { suggestion: suggestion.id, terminal: terminal.id, ...(person && { person }) }
  return happened('PutAtPrompt', { ...at, outcome: 'asked' })
}

function notAccepted({ id, ref }: Suggestion): Decision {
  const accept = { label: label.accept, command: 'accept-suggestion', body: { suggestion: id } }
  return refuse('not-accepted', say.notAccepted(ref), [accept])
}

function nothingToPut({ ref, text, why }: Suggestion): Decision {
  const again = { label: label.suggestACommand, command: 'suggest', body: { text, why, command: null } }
  return refuse('nothing-to-put', say.nothingToPut(ref), [again])
}

function notYourPrompt(was: Incident, known: WhoIsWho): Decision {
  const terminal = was.terminals.findLast(one => one.state === 'live' && !one.looking)
  const holder = terminal && holderOf(was, terminal)
  if (!holder) return refuse('no-terminal', say.noPrompt, [shareOne])
  const askForIt = { label: label.askForIt, command: 'ask-keyboard', body: {} }
  return refuse('keyboard-held', say.keyboardHeld(nameOf(was, known, holder), terminal.host), [askForIt])
}

const shareOne: Next = { label: label.shareATerminal, command: 'look-around', body: {}, line: 'fireline share' }

function whichPrompt({ id, ref }: Suggestion, own: Terminal[]): Decision {
  const ways = own.map(one => {
    const body = { suggestion: id, terminal: one.id }
    return { label: label.putItOn(one.host), command: 'put-at-prompt', body }
  })
  return refuse('which-prompt', say.whichPrompt(ref), ways)
}
