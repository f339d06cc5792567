import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'
import { text } from './asks-parts.ts'

/** Where: without it, the keyboard of every host that has none of its own. */
const host = text(200).optional()

/** The keyboards: who types where. `to` names a person by id or name. */
export const seatAsks = {
  'take-over': {
    body: z.strictObject({
      reason: text(500),
      seat: z.enum(['lead', 'keyboard']).optional(),
      host,
      /** Another incident on that host, whose lead asks. */
      incident: text(100).optional(),
    }),
    action: 'type',
    peopleOnly: true,
    says: 'Take a keyboard as the lead, 10 s after it is announced, or at once a seat whose holder is gone, and say why.',
  },
  'call-off-take-over': {
    body: z.strictObject({ takeOver: text(100), reason: text(500).optional() }),
    action: 'respond',
    peopleOnly: true,
    says: 'The keyboard stays where it is: said by who has it, or by who announced to take it.',
  },
  'take-over-due': {
    body: z.strictObject({ takeOver: text(100) }),
    action: 'system',
    says: 'An announced take-over happens now, unless it was called off.',
  },
  'give-keyboard': {
    body: z.strictObject({ to: text(200), terminal: text(100).optional(), host }),
    action: 'respond',
    peopleOnly: true,
    says: 'Give the keyboard to somebody: from now on only their keys reach the terminal.',
  },
  'take-keyboard': {
    body: z.strictObject({ terminal: text(100).optional(), host }),
    action: 'type',
    peopleOnly: true,
    says: 'Take the keyboard when it is free or its holder is not here.',
  },
  'have-control': {
    body: z.strictObject({ host }),
    action: 'type',
    peopleOnly: true,
    says: 'You were given the keyboard, saw what stands there unfinished, and type from now on.',
  },
  'glass-broken': {
    body: z.strictObject({ terminal: z.uuid(), at: z.iso.datetime(), epoch: z.number().int().nonnegative() }),
    action: 'system',
    says: 'The person at the machine took its keyboard while no server could be reached.',
  },
  'ask-keyboard': {
    body: z.strictObject({ terminal: text(100).optional(), host }),
    action: 'respond',
    peopleOnly: true,
    says: 'Ask its holder for the keyboard.',
  },
} satisfies AskSpecs
