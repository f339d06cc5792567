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
  'went-on-unrecorded': {
    body: z.strictObject({
      terminal: z.uuid(),
      person: z.string().max(200),
      reason: z.string().max(500),
      at: z.iso.datetime(),
    }),
    action: 'system',
    says: 'Somebody went on in a shell that waited, for it could not be recorded.',
  },
} satisfies AskSpecs
