import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'

/** What became of things since a change, and what changed without a copy. */
export const sinceAsks = {
  'note-without-copy': {
    body: z.strictObject({ command: z.string() }),
    action: 'system',
    says: 'Whether a proven copy holds what a typed command changed.',
  },
  'look-at-change': {
    body: z.strictObject({ change: z.string(), afterMs: z.number().int() }),
    action: 'system',
    says: 'What became of things since a change was applied.',
  },
} satisfies AskSpecs
