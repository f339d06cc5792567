import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'
import { text } from './asks-parts.ts'

/** The keyboards: who types where. `to` names a person by id or name. */
export const seatAsks = {
  'take-over': {
    body: z.strictObject({ reason: text(500), seat: z.enum(['lead', 'keyboard']).optional() }),
    action: 'type',
    peopleOnly: true,
    says: 'Take the keyboard as the lead, or a seat whose holder is gone, and say why.',
  },
  'give-keyboard': {
    body: z.strictObject({ to: text(200), terminal: text(100).optional() }),
    action: 'respond',
    peopleOnly: true,
    says: 'Give the keyboard to somebody: from now on only their keys reach the terminal.',
  },
  'take-keyboard': {
    body: z.strictObject({ terminal: text(100).optional() }),
    action: 'type',
    peopleOnly: true,
    says: 'Take the keyboard when it is free or its holder is not here.',
  },
  'ask-keyboard': {
    body: z.strictObject({ terminal: text(100).optional() }),
    action: 'respond',
    peopleOnly: true,
    says: 'Ask its holder for the keyboard.',
  },
} satisfies AskSpecs
