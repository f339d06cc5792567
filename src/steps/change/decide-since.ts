import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { sinceAsks } from './asks-since.ts'
import { lookAtChange, owesTheFirstLook, owesTheLooks } from './since.ts'
import { noteWithoutCopy, owesTheLook } from './without-copy.ts'

export const sinceDecisions: Decisions<typeof sinceAsks> = {
  'note-without-copy': noteWithoutCopy,
  'look-at-change': lookAtChange,
}

export const sinceReactions: Reactions = {
  CommandRan: owesTheLook,
  ChangeProposed: owesTheFirstLook,
  ChangeApplied: owesTheLooks,
}
