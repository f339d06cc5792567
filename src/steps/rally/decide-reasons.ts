import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { reasonAsks } from './asks-reasons.ts'
import { promptReactions, putAtPrompt, wasPutAtPrompt } from './at-prompt.ts'
import { goNow, holdSuggestion, suggestionDue, windowReactions } from './suggestion-window.ts'
import {
  acceptSuggestion,
  answerObjection,
  declineSuggestion,
  object,
  suggest,
  supportSuggestion,
  withdrawObjection,
} from './suggestions.ts'

export const reasonDecisions: Decisions<typeof reasonAsks> = {
  suggest,
  'accept-suggestion': acceptSuggestion,
  'decline-suggestion': declineSuggestion,
  'support-suggestion': supportSuggestion,
  'go-now': goNow,
  'hold-suggestion': holdSuggestion,
  'suggestion-due': suggestionDue,
  'put-at-prompt': putAtPrompt,
  'was-put-at-prompt': wasPutAtPrompt,
  object,
  'answer-objection': answerObjection,
  'withdraw-objection': withdrawObjection,
}

export const reasonReactions: Reactions = { ...promptReactions, ...windowReactions }
