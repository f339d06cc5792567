import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'

const text = (most: number) => z.string().trim().min(1).max(most)

const offered = z.strictObject({
  page: z.string(),
  title: z.string(),
  score: z.number(),
  why: z.string(),
  contacts: z.array(z.string()).optional(),
  seen: z
    .strictObject({ times: z.number(), lastFixedBy: z.string().optional(), medianMinutes: z.number().optional() })
    .optional(),
})

/** What may be asked of this step. */
export const consultAsks = {
  'offer-pages': {
    body: z.strictObject({ pages: z.array(offered) }),
    action: 'system',
    says: 'What the runbook already says, offered before anyone asks.',
  },
  'follow-page': {
    body: z.strictObject({ page: text(300) }),
    action: 'respond',
    says: 'We go by this page.',
  },
  'run-step': {
    body: z.strictObject({
      page: text(300),
      step: text(200),
      inputs: z.record(z.string().max(100), z.string().max(1_000)).optional(),
    }),
    action: 'change',
    says: "A step of a page was done by hand: it is noted. Fireline does not run a page's steps itself yet.",
  },
} satisfies AskSpecs
