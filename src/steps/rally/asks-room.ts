import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'
import { nothing, text, to } from './asks-parts.ts'

/** Coming, going and the lead. `to` names a person by id or name. */
export const roomAsks = {
  join: {
    body: z.strictObject({ as: z.enum(['responder', 'observer']).optional() }),
    action: 'object',
    peopleOnly: true,
    says: 'Come into the room: to work on it, or as an observer to watch and learn.',
  },
  leave: { body: nothing, action: 'object', peopleOnly: true, says: 'Leave the room; a seat you hold becomes free.' },
  'end-seats': {
    body: z.strictObject({ person: text(100) }),
    action: 'system',
    says: 'Who may not lead or type any more has no seat: they were removed, or only watch from now on.',
  },
  'nag-lead': {
    body: z.strictObject({ since: z.iso.datetime(), times: z.number().int().min(1).max(3) }),
    action: 'system',
    says: 'People are here and nobody leads: the room is told.',
  },
  'take-lead': { body: nothing, action: 'respond', peopleOnly: true, says: 'Take the lead when nobody here has it.' },
  'offer-lead': { body: to, action: 'respond', peopleOnly: true, says: 'Offer the lead to somebody.' },
  'accept-lead': {
    body: nothing,
    action: 'respond',
    peopleOnly: true,
    says: 'Accept the lead that was offered to you.',
  },
  'decline-lead': {
    body: nothing,
    action: 'respond',
    peopleOnly: true,
    says: 'Decline the lead that was offered to you.',
  },
} satisfies AskSpecs
