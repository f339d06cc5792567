import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'

const text = (most: number) => z.string().trim().min(1).max(most)
const nothing = z.strictObject({})
const to = z.strictObject({ to: text(200) })

/** What may be asked of this step. `to` names a person by id or name, a change or suggestion by id or short reference. */
export const rallyAsks = {
  join: {
    body: z.strictObject({ as: z.enum(['responder', 'observer']).optional() }),
    action: 'object',
    peopleOnly: true,
    says: 'Come into the room: to work on it, or as an observer to watch and learn.',
  },
  leave: { body: nothing, action: 'object', peopleOnly: true, says: 'Leave the room; a seat you hold becomes free.' },
  'look-around': {
    body: nothing,
    action: 'respond',
    peopleOnly: true,
    says: 'Look around in a terminal of your own that everyone may watch: `fireline share --look` starts it.',
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
  suggest: {
    body: z.strictObject({
      text: text(1_000),
      why: text(1_000),
      command: text(4_000).optional(),
      hypothesis: text(100).optional(),
    }),
    action: 'object',
    says: 'Suggest a remedy, with its why.',
  },
  'accept-suggestion': {
    body: z.strictObject({ suggestion: text(100) }),
    action: 'respond',
    says: 'Accept a suggestion.',
  },
  'decline-suggestion': {
    body: z.strictObject({ suggestion: text(100), reason: text(1_000) }),
    action: 'respond',
    says: 'Decline a suggestion, with a reason.',
  },
  object: {
    body: z.strictObject({ to: text(100), reason: text(1_000) }),
    action: 'object',
    says: 'Object to a change or a suggestion, with a reason: it then counts as complex.',
  },
  'answer-objection': {
    body: z.strictObject({ objection: text(100), answer: text(1_000) }),
    action: 'respond',
    says: 'Answer an objection.',
  },
  'withdraw-objection': {
    body: z.strictObject({ objection: text(100) }),
    action: 'object',
    says: 'Withdraw an objection of your own.',
  },
  'terminal-shared': {
    body: z.strictObject({
      terminal: z.uuid(),
      recording: z.uuid(),
      title: text(200),
      host: text(200),
      looking: z.boolean().optional(),
    }),
    action: 'system',
    says: 'A person shares a terminal; where nobody holds the keyboard, they do now.',
  },
  'terminal-ended': {
    body: z.strictObject({ terminal: z.uuid(), exitCode: z.number().int().optional(), reason: text(500) }),
    action: 'system',
    says: 'A shared terminal has ended.',
  },
  'command-ran': {
    body: z.strictObject({
      terminal: z.uuid(),
      command: z.string().min(1).max(8_000),
      cwd: z.string().max(4_096).optional(),
      exitCode: z.number().int().optional(),
      startedAt: z.iso.datetime(),
      durationMs: z.number().int().nonnegative(),
      offset: z.number().int().nonnegative(),
      person: z.string().max(100).optional(),
    }),
    action: 'system',
    says: 'A command ran in a shared terminal.',
  },
} satisfies AskSpecs
