import { z } from 'zod'
import { day, time, zone } from './spec.ts'

const mostAfterMs = 60 * 60_000

/** A person's own rules as they are sent. */
export const personalRulesSpec = z.strictObject({
  zone: zone.default('UTC'),
  steps: z
    .array(
      z.strictObject({
        channel: z.string().min(1).max(80),
        afterMs: z.int().min(0).max(mostAfterMs, 'At most an hour.'),
      }),
    )
    .max(10)
    .default([])
    .refine(steps => (steps[0]?.afterMs ?? 0) === 0, 'The first is called at once: afterMs 0.')
    .refine(
      steps => steps.every((step, n) => step.afterMs >= (steps[n - 1]?.afterMs ?? 0)),
      'Each comes after the one before it.',
    ),
  quiet: z
    .array(
      z.strictObject({
        days: z.array(day).max(7).default([]),
        from: time,
        to: time,
        lets: z.enum(['sev1', 'sev2', 'none'], 'What comes through: sev1, sev2 (and worse), or none.').default('sev1'),
      }),
    )
    .max(20)
    .default([]),
})
