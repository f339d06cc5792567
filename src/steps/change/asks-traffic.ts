import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'
import { text } from './ask-parts.ts'

const shift = text(100)
const check = z.strictObject({
  what: z.enum(['health', 'build', 'read-write', 'replication', 'capacity', 'way-back']),
  ok: z.boolean(),
  says: z.string(),
  mustHold: z.literal(true).optional(),
  notAsked: z.literal(true).optional(),
})
const counted = { observed: z.number(), tookMs: z.number() }

/** Traffic: moved to a stand-by, and back. A share is 0 to 100. */
export const trafficAsks = {
  'shift-traffic': {
    body: z.strictObject({
      driver: text(50),
      to: text(200),
      share: z.number().min(0).max(100),
      despite: text(2_000).optional(),
      fenced: text(2_000).optional(),
    }),
    action: 'change',
    peopleOnly: true,
    says: 'Move a share of the traffic to a stand-by: it is looked at first, 5 % go there first, and it comes back by itself.',
  },
  'revert-traffic': {
    body: z.strictObject({ shift, reason: text(2_000).optional() }),
    action: 'change',
    peopleOnly: true,
    says: 'Take moved traffic back, now.',
  },
  'hold-way-back': {
    body: z.strictObject({ shift, reason: text(2_000) }),
    action: 'change',
    peopleOnly: true,
    says: 'Moved traffic stays where it is although more goes wrong there; not when all of it does.',
  },
  'traffic-checked': {
    body: z.strictObject({ shift, checks: z.array(check), wayBack: z.array(z.string()).optional() }),
    action: 'system',
    says: 'What was looked at before traffic goes to a stand-by.',
  },
  'traffic-may-move': {
    body: z.strictObject({ shift }),
    action: 'system',
    says: 'Whether it may go there, once more, right before the first step.',
  },
  'traffic-may-go-back': {
    body: z.strictObject({ shift }),
    action: 'system',
    says: 'Whether it still is to go back, right before it does.',
  },
  'traffic-shifted': {
    body: z.strictObject({ shift, share: z.number(), ...counted, paste: z.string().optional() }),
    action: 'system',
    says: 'Traffic is at the stand-by, as counted at the proxy.',
  },
  'announce-way-back': {
    body: z.strictObject({ shift, why: z.string(), now: z.boolean() }),
    action: 'system',
    says: 'More goes wrong at the stand-by than before: the traffic goes back.',
  },
  'traffic-reverted': {
    body: z.strictObject({ shift, why: z.string().optional(), ...counted }),
    action: 'system',
    says: 'Traffic is back where it was.',
  },
  'traffic-failed': {
    body: z.strictObject({
      shift,
      reason: z.string(),
      code: z.string().optional(),
      observed: z.number().optional(),
    }),
    action: 'system',
    says: 'Traffic could not be moved, or not be taken back.',
  },
  'offer-stand-by': {
    body: z.strictObject({}),
    action: 'system',
    says: 'Nothing is mitigated after a while: whether there is a stand-by to offer.',
  },
} satisfies AskSpecs
