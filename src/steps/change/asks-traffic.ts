import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'
import { text } from './ask-parts.ts'

/** Traffic: moved to a stand-by, and back. */
export const trafficAsks = {
  'shift-traffic': {
    body: z.strictObject({ driver: text(50), to: text(200), share: z.number().min(0).max(100) }),
    action: 'change',
    peopleOnly: true,
    says: 'Move a share of the traffic to a stand-by.',
  },
  'offer-stand-by': {
    body: z.strictObject({}),
    action: 'system',
    says: 'Nothing is mitigated after a while: whether there is a stand-by to offer.',
  },
} satisfies AskSpecs
