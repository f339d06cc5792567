import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'
import { text } from './asks-parts.ts'

/** What happens on hosts: shells that were opened, checks, and what others do there. */
export const hostAsks = {
  'ask-was-it-you': {
    body: z.strictObject({ touch: text(100), person: text(200) }),
    action: 'respond',
    says: 'Asks somebody whether it was them who did this on a host: `touch` is the id of the entry that says so.',
  },
  'shell-opened': {
    body: z.strictObject({
      host: text(200),
      account: text(100),
      terminal: text(100),
      key: text(200),
      joins: z.literal(true).optional(),
    }),
    action: 'system',
    says: 'A host opened a shell for who signed, or lets their signed keys into one that is open.',
  },
  'host-touched': {
    body: z.strictObject({
      host: text(200),
      what: z.enum(['login', 'no-tty', 'held', 'unasked', 'package', 'cron', 'deploy']),
      who: text(200).optional(),
      from: text(200).optional(),
      why: text(500).optional(),
      count: z.int().min(1).max(1_000_000),
    }),
    action: 'system',
    says: 'Somebody or something other than the operator did something on a host.',
  },
  'check-ran': {
    body: z.strictObject({ host: text(200), check: text(100), exitCode: z.int().optional(), digest: text(64) }),
    action: 'system',
    says: 'A check that its host allows ran there.',
  },
  'step-ran': {
    body: z.strictObject({
      host: text(200),
      page: text(300),
      step: text(200),
      exitCode: z.int().optional(),
      digest: text(64),
    }),
    action: 'system',
    says: 'The agent of a host ran a step that its reviewer signed.',
  },
} satisfies AskSpecs
