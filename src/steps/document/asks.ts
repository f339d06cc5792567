import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'
import { isPagePath } from '../../runbook/page-path.ts'

const text = (most: number) => z.string().trim().min(1).max(most)
const ended = z.strictObject({ summary: text(4_000).optional() })
const pagePath = z.string().refine(isPagePath, {
  error: 'A page is a path within the runbook that ends in .md, without dot-folders: shop/high-errors.md',
})

/** Characters of a page that a person may accept. */
export const pageTextMost = 256 * 1024

/** What may be asked of this step. */
export const documentAsks = {
  mitigate: { body: ended, action: 'respond', says: 'Users are no longer hurt.' },
  resolve: { body: ended, action: 'respond', says: 'The cause is gone; a page is drafted from what was done.' },
  reopen: {
    body: z.strictObject({ reason: text(4_000).optional(), summary: text(4_000).optional() }),
    action: 'respond',
    says: 'It burns again.',
  },
  'merge-into': {
    body: z.strictObject({ incident: text(64) }),
    action: 'respond',
    says: 'It is the same fire as that incident: people go on there.',
  },
  'draft-page': { body: z.strictObject({}), action: 'respond', says: 'Draft the page anew from what was done.' },
  'accept-page': {
    body: z.strictObject({ draft: text(64), markdown: text(pageTextMost).optional(), path: pagePath.optional() }),
    action: 'respond',
    bodyLimit: 2 * 1024 * 1024,
    says: 'The page is good: it is committed to the runbook.',
  },
  redacted: {
    body: z.strictObject({
      entry: z.string().optional(),
      evidence: z.string().optional(),
      recording: z.string().optional(),
      note: z.string().optional(),
      reason: z.string(),
      masks: z.array(z.strictObject({ entry: z.string(), mask: z.string() })),
      stillHolds: z.array(z.strictObject({ where: z.string(), until: z.string(), command: z.string() })),
    }),
    action: 'system',
    says: 'Words were taken out; what stands there now is named, so that it cannot be changed unseen.',
  },
  'page-committed': {
    body: z.strictObject({
      draft: z.string(),
      title: z.string(),
      path: z.string(),
      commit: z.string(),
      trouble: z.string().optional(),
    }),
    action: 'system',
    says: 'The page stands in the runbook.',
  },
} satisfies AskSpecs
