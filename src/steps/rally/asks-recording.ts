import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'

/** Recordings: how far they are held fast, and what is missing. */
export const recordingAsks = {
  'recording-anchored': {
    body: z.strictObject({
      recording: z.uuid(),
      terminal: z.uuid(),
      bytes: z.number().int().nonnegative(),
      segments: z.number().int().nonnegative(),
      digest: z.string().regex(/^[0-9a-f]{64}$/),
      why: z.enum(['hand-over', 'end', 'interval', 'redacted']),
    }),
    action: 'system',
    says: 'What a recording holds so far is held fast by its digest.',
  },
  'recording-gap': {
    body: z.strictObject({
      recording: z.uuid(),
      terminal: z.uuid(),
      bytes: z.number().int().positive(),
      why: z.enum(['line', 'disk']),
    }),
    action: 'system',
    says: 'Something was shown in a terminal and not recorded.',
  },
} satisfies AskSpecs
