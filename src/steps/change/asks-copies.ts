import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'
import { change, level, text } from './ask-parts.ts'

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
  prints: z.array(z.strictObject({ name: z.string(), count: z.number(), print: z.string() })).optional(),
  rows: z.number().optional(),
})

/** Copies: taken, proven. */
export const copyAsks = {
  'take-backup': {
    body: z.strictObject({
      change,
      driver: text(50).optional(),
      level: level.optional(),
      proof: z.enum(['last', 'full']).optional(),
      pace: z.enum(['full', 'gentle']).optional(),
      anyway: z.literal(true).optional(),
    }),
    action: 'change',
    says: 'Copy what the change touches, restore it somewhere else and compare; or rest on the copy that was proven last (`proof`). While something burns there it is `gentle` unless `full` is said; where it would hurt now it is taken `anyway`.',
  },
  'stop-backup': {
    body: z.strictObject({ backup: change, reason: text(300).optional() }),
    action: 'change',
    says: 'Calls a copy off that is being taken or proven. Nothing of it stays on the disk.',
  },
  'backup-verified': { body: provenBody, action: 'system', says: 'A copy was restored somewhere else and compared.' },
  'backup-failed': {
    body: z.strictObject({
      backup: z.string(),
      reason: z.string(),
      why: z.enum(['no-room', 'burning-disk']).optional(),
    }),
    action: 'system',
    says: 'A copy could not be taken, or could not be proven.',
  },
  'copies-expired': {
    body: z.strictObject({ backups: z.array(z.string()), why: z.enum(['age', 'newer', 'asked']) }),
    action: 'system',
    says: 'Copies are gone for good, their keys first.',
  },
  'copy-put-back': {
    body: z.strictObject({
      backup: z.string(),
      into: text(300),
      rows: z.number().int().min(0).optional(),
      equal: z.boolean().optional(),
    }),
    action: 'system',
    says: 'A person put a copy back.',
  },
} satisfies AskSpecs
