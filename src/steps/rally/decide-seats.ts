import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { seatAsks } from './asks-seats.ts'
import { glassBroken } from './break-glass.ts'
import { askKeyboard, giveKeyboard, haveControl, takeKeyboard } from './keyboard.ts'
import { callOffTakeOver, owesTheTakeOver, takeOver, takeOverDue } from './take-over.ts'

export const seatDecisions: Decisions<typeof seatAsks> = {
  'take-over': takeOver,
  'call-off-take-over': callOffTakeOver,
  'take-over-due': takeOverDue,
  'give-keyboard': giveKeyboard,
  'take-keyboard': takeKeyboard,
  'have-control': haveControl,
  'glass-broken': glassBroken,
  'ask-keyboard': askKeyboard,
}

export const seatReactions: Reactions = { TakeOverAnnounced: owesTheTakeOver }
