import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'
import { nothing, text } from './asks-parts.ts'

const kind = z.enum(['look', 'change'])

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
      host: text(200).optional(),
      from: z.enum(['marks', 'screen']).optional(),
      denied: z.boolean().optional(),
      nth: z.number().int().positive().optional(),
    }),
    action: 'system',
    says: 'A command ran in a shared terminal; `nth` says which of its shell, so that what is not told one by one is counted.',
  },
  'note-command': {
    body: z.strictObject({
      command: z.string().min(1).max(8_000),
      host: text(200).optional(),
      kind: kind.optional(),
      exitCode: z.number().int().min(0).max(255).optional(),
      at: z.iso.datetime().optional(),
    }),
    action: 'respond',
    says: 'Note a command that ran where Fireline does not look; `at` is when it ran, now unless told.',
  },
  'judge-command': {
    body: z.strictObject({ command: text(100), kind }),
    action: 'respond',
    says: 'Say whether a command only looked or changed something; `command` is the id of its entry, or of the note.',
  },
} satisfies AskSpecs
