import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'
import { text } from './asks-parts.ts'

/** Suggesting and objecting. A change or suggestion is named by id or short reference. */
export const reasonAsks = {
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
} satisfies AskSpecs
