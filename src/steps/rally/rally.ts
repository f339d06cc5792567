import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { rallyAsks } from './asks.ts'
import { askKeyboard, giveKeyboard, takeKeyboard, takeOver } from './keyboard.ts'
import { acceptLead, declineLead, join, leave, lookAround, offerLead, takeLead } from './lead.ts'
import {
  acceptSuggestion,
  answerObjection,
  declineSuggestion,
  object,
  suggest,
  withdrawObjection,
} from './suggestions.ts'
import { commandRan, terminalEnded, terminalShared } from './terminals.ts'

/** The room, its lead, its one keyboard. */
export const rallyDecisions: Decisions<typeof rallyAsks> = {
  join,
  leave,
  'look-around': lookAround,
  'take-lead': takeLead,
  'offer-lead': offerLead,
  'accept-lead': acceptLead,
  'decline-lead': declineLead,
  'take-over': takeOver,
  'give-keyboard': giveKeyboard,
  'take-keyboard': takeKeyboard,
  'ask-keyboard': askKeyboard,
  suggest,
  'accept-suggestion': acceptSuggestion,
  'decline-suggestion': declineSuggestion,
  object,
  'answer-objection': answerObjection,
  'withdraw-objection': withdrawObjection,
  'terminal-shared': terminalShared,
  'terminal-ended': terminalEnded,
  'command-ran': commandRan,
}

export const rallyReactions: Reactions = {}
