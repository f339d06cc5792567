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
    says: 'Accept a suggestion: its command goes to the prompt of who types, without the newline. A risky one asks everybody for 20 s first.',
  },
  'decline-suggestion': {
    body: z.strictObject({ suggestion: text(100), reason: text(1_000) }),
    action: 'respond',
    says: 'Decline a suggestion, with a reason.',
  },
  'support-suggestion': {
    body: z.strictObject({ suggestion: text(100), reason: text(1_000).optional() }),
    action: 'object',
    says: 'Support a suggestion.',
  },
  'go-now': {
    body: z.strictObject({ suggestion: text(100) }),
    action: 'respond',
    says: 'Go ahead with a suggestion now, without asking whether anyone is against it: the lead’s word.',
  },
  'hold-suggestion': {
    body: z.strictObject({ suggestion: text(100), reason: text(1_000).optional() }),
    action: 'respond',
    says: 'Hold a suggestion that would go ahead by itself.',
  },
  'suggestion-due': {
    body: z.strictObject({ suggestion: z.uuid(), until: z.iso.datetime() }),
    action: 'system',
    says: 'Everybody was asked whether they are against a suggestion, and the time is up.',
  },
  'put-at-prompt': {
    body: z.strictObject({ suggestion: text(100), terminal: text(100).optional() }),
    action: 'type',
    peopleOnly: true,
    says: 'Put the command of an accepted suggestion at your own prompt: it runs when you press Enter.',
  },
  'was-put-at-prompt': {
    body: z.strictObject({
      suggestion: z.uuid(),
      terminal: z.uuid(),
      person: text(100).optional(),
      outcome: z.enum(['put', 'not-free', 'no-answer']),
    }),
    action: 'system',
    says: 'What became of a command that went to a prompt.',
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
