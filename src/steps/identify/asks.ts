import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'

const text = (most: number) => z.string().trim().min(1).max(most)
const time = z.iso.datetime({ offset: true })
/** An id, or the short name on the board: `E3`, `H1`. */
const thing = text(64)
const stance = z.enum(['for', 'against'])

/** Characters of what one piece of evidence may hold. */
export const evidenceTextMost = 512 * 1024

/** Characters of what somebody answered from elsewhere. */
export const remarkTextMost = 2_000

/** What may be asked of this step. */
export const identifyAsks = {
  'add-evidence': {
    body: z.strictObject({
      source: text(300),
      kind: z.enum(['paste', 'file', 'command', 'query', 'statement', 'plot']),
      text: z.string().max(evidenceTextMost).optional(),
      from: time.optional(),
      to: time.optional(),
      exitCode: z.int().min(-1).max(255).optional(),
      command: text(4_000).optional(),
      /** Attached to this hypothesis at once. */
      hypothesis: thing.optional(),
      stance: stance.optional(),
    }),
    action: 'respond',
    /** The text with JSON's escapes. */
    bodyLimit: 3 * 1024 * 1024,
    says: 'Keep what you see: with where it is from, its time and its digest.',
  },
  'propose-hypothesis': {
    body: z.strictObject({
      statement: text(1_000),
      service: text(100).optional(),
      mechanism: text(1_000).optional(),
    }),
    action: 'respond',
    says: 'Say what it might be. It stays a theory until something supports it.',
  },
  'attach-evidence': {
    body: z.strictObject({ evidence: thing, hypothesis: thing, stance, why: text(1_000).optional() }),
    action: 'respond',
    says: 'Put evidence for or against a theory.',
  },
  'confirm-cause': {
    body: z.strictObject({ hypothesis: thing }),
    action: 'respond',
    says: 'This is the cause; something supports it.',
  },
  'rule-out': {
    body: z.strictObject({ hypothesis: thing, reason: text(1_000), evidence: thing.optional() }),
    action: 'respond',
    says: 'This is not it, and why.',
  },
  'known-issue': {
    body: z.strictObject({ says: text(1_000), page: text(300).optional() }),
    action: 'respond',
    says: 'We know this one, in one line.',
  },
  'keep-remark': {
    body: z.strictObject({ remark: thing, as: z.enum(['hypothesis', 'statement']) }),
    action: 'respond',
    says: 'Make a theory or a fact of what somebody answered by mail or in a chat.',
  },

  'hear-remark': {
    body: z.strictObject({
      text: text(remarkTextMost),
      from: text(300),
      over: text(40),
      person: text(64).optional(),
    }),
    action: 'system',
    says: 'Somebody answered by mail or in a chat.',
  },
} satisfies AskSpecs
