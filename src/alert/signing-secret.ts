import { z } from 'zod'

/** The settings of a sender that signs with a secret that both sides know. */
export const signingSecret = (description: string): z.ZodType<{ secret?: string }> =>
  z.strictObject({
    secret: z.string().min(1).max(500).optional().meta({ title: 'Signing secret', description }),
  })
