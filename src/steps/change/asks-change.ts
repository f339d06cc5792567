import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'
import { change, shellText, text, touch } from './ask-parts.ts'

const proposeBody = z.strictObject({
  what: text(500),
  intent: z.enum(['mitigation', 'fix']),
  kind: z.enum(['simple', 'complex']),
  touches: z.array(touch).max(50),
  commands: z.array(shellText(4_000)).max(50).optional(),
  restsOn: z
    .union([
      z.strictObject({ cause: text(100) }),
      z.strictObject({ page: text(500) }),
      z.strictObject({ symptom: text(500) }),
    ])
    .optional(),
  verify: text(4_000).optional(),
  undo: shellText(4_000).optional(),
})

const how = z.enum(['by-hand', 'in-terminal', 'by-agent'])
const result = z.strictObject({
  command: z.string(),
  exitCode: z.number().int().optional(),
  output: z.string().max(2_000).optional(),
})

/** A change: proposed, applied, looked at, taken back. */
export const changingAsks = {
  'propose-change': {
    body: proposeBody,
    action: 'change',
    says: 'Say what you are about to do to the live system, what it touches and the way back.',
  },
  'apply-change': {
    body: z.strictObject({ change, host: text(200).optional() }),
    action: 'change',
    peopleOnly: true,
    says: 'Run the commands of the change, or say that you do it by hand now.',
  },
  'verify-change': {
    body: z.strictObject({ change, note: text(2_000).optional() }),
    action: 'change',
    says: 'The change did what it was for.',
  },
  'roll-back-change': {
    body: z.strictObject({ change, host: text(200).optional() }),
    action: 'change',
    peopleOnly: true,
    says: 'Take the way back of the change.',
  },
  waive: {
    body: z.strictObject({ rule: text(100), change: change.optional(), reason: text(2_000) }),
    action: 'change',
    peopleOnly: true,
    says: 'Go without what a rule asks for, and say why. Counts five seconds later.',
  },
  'change-may-run': {
    body: z.strictObject({
      change: z.string(),
      wayBack: z.boolean(),
      how: how.optional(),
      terminal: z.string().optional(),
      plan: z.string().optional(),
    }),
    action: 'system',
    says: 'The gate, once more, at the moment the commands would run.',
  },
  'change-ran': {
    body: z.strictObject({
      change: z.string(),
      wayBack: z.boolean(),
      how,
      results: z.array(result),
      trouble: z.string().optional(),
      note: z.string().optional(),
      plan: z.string().optional(),
    }),
    action: 'system',
    says: 'The commands of a change ended.',
  },
  'step-asked': {
    body: z.strictObject({
      host: text(200),
      page: text(300),
      step: text(200),
      code: z.string().max(64 * 1024),
      kind: z.enum(['check', 'change', 'verify', 'undo']),
      risk: z.enum(['simple', 'complex']).optional(),
      touches: z.array(z.string()),
      undo: z.string().optional(),
      verify: z.string().optional(),
    }),
    action: 'system',
    says: 'Whether a signed step of a page may run on a host now.',
  },
} satisfies AskSpecs
