import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'
import { nothing, text } from './asks-parts.ts'

/** Terminals and what runs in them. */
export const terminalAsks = {
  'look-around': {
    body: nothing,
    action: 'respond',
    peopleOnly: true,
    says: 'Look around in a terminal of your own that everyone may watch: `fireline share --look` starts it.',
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
