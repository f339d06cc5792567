import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'

const text = (most: number) => z.string().trim().min(1).max(most)

export const declareBody = z.strictObject({
  title: text(300),
  severity: z.enum(['sev1', 'sev2', 'sev3', 'sev4']),
  service: text(100).default('default'),
})

/** What may be asked of this step. */
export const intakeAsks = {
  declare: {
    body: declareBody.extend({ number: z.number().int() }),
    action: 'system',
    says: 'A person reports: an incident is opened.',
  },
} satisfies AskSpecs
