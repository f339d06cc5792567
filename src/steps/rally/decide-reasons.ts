import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { reasonAsks } from './asks-reasons.ts'
import {
  acceptSuggestion,
  answerObjection,
  declineSuggestion,
  object,
  suggest,
  withdrawObjection,
} from './suggestions.ts'

export const reasonDecisions: Decisions<typeof reasonAsks> = {
  suggest,
  'accept-suggestion': acceptSuggestion,
  'decline-suggestion': declineSuggestion,
  object,
  'answer-objection': answerObjection,
  'withdraw-objection': withdrawObjection,
}

export const reasonReactions: Reactions = {}
