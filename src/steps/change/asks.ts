import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'

const text = (most: number) => z.string().trim().min(1).max(most)

/** What a shell may be handed: lines and tabs, no other control characters (a ^C in a command is not a command). */
const shellText = (most: number) =>
  text(most).refine(said => !/[^\P{Cc}\n\t]/u.test(said), 'Control characters do not belong in a command.')

const touch = text(300).refine(
  said => !/\p{Cc}/u.test(said),
  'A resource is one line, like pg:shop/shop/public.orders.',
)

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

const level = z.enum(['L0', 'L1', 'L2', 'L3', 'L4'])
const change = text(100)
const how = z.enum(['by-hand', 'in-terminal', 'by-agent'])
const result = z.strictObject({
  command: z.string(),
  exitCode: z.number().int().optional(),
  output: z.string().max(2_000).optional(),
})

const provenBody = z.strictObject({
  backup: z.string(),
  driver: z.string(),
  level,
  covers: z.array(z.string()),
  takenAt: z.string(),
  digest: z.string(),
  bytes: z.number(),
  location: z.string(),
  proof: z.string(),
  restore: z.string(),
  durationMs: z.number(),
})

/** What may be asked of this step. */
export const changeAsks = {
  'propose-change': {
    body: proposeBody,
    action: 'change',
    says: 'Say what you are about to do to the live system, what it touches and the way back.',
  },
  'take-backup': {
    body: z.strictObject({ change, driver: text(50).optional(), level: level.optional() }),
    action: 'change',
    says: 'Copy what the change touches, restore it somewhere else and compare.',
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
  'shift-traffic': {
    body: z.strictObject({ driver: text(50), to: text(200), share: z.number().min(0).max(100) }),
    action: 'change',
    peopleOnly: true,
    says: 'Move a share of the traffic to a stand-by.',
  },
  waive: {
    body: z.strictObject({ rule: text(100), change: change.optional(), reason: text(2_000) }),
    action: 'change',
    peopleOnly: true,
    says: 'Go without what a rule asks for, and say why. Counts five seconds later.',
  },
  'backup-verified': { body: provenBody, action: 'system', says: 'A copy was restored somewhere else and compared.' },
  'backup-failed': {
    body: z.strictObject({ backup: z.string(), reason: z.string() }),
    action: 'system',
    says: 'A copy could not be taken, or could not be proven.',
  },
  'change-may-run': {
    body: z.strictObject({ change: z.string(), wayBack: z.boolean() }),
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
    }),
    action: 'system',
    says: 'The commands of a change ended.',
  },
} satisfies AskSpecs

export type ChangeBody<N extends keyof typeof changeAsks> = z.infer<(typeof changeAsks)[N]['body']>
