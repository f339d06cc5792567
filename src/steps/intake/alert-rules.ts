import { z } from 'zod'
import { wrongWith } from '../../alert/matcher.ts'
import { alertSeverities } from '../../alert/severity.ts'

const storable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')
const slug = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'Small letters, digits, dots and dashes, at most 100.')
const labelName = z
  .string()
  .max(200)
  .regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, 'The name of a label.')
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** One condition on a label; all of a list must hold. */
export const matcherBody = z
  .strictObject({
    name: z.string().max(200),
    op: z.enum(['=', '!=', '=~', '!~']),
    value: z.string().max(2_000).refine(storable, 'Text without NUL or half characters.'),
  })
  .superRefine((matcher, context) => {
    const wrong = wrongWith(matcher, 'name')
    const field = wrongWith({ ...matcher, op: '=' }) ? 'name' : 'value'
    if (wrong) context.addIssue({ code: 'custom', message: wrong.message, path: [field] })
  })

const match = z.array(matcherBody).min(1).max(20)

/** How alerts are placed, as one document that is versioned. The first of a list that fits counts. */
export const alertRulesBody = z.strictObject({
  /** Whose alert it is, before the name that it carries; for alerts that come with a key of `default`. */
  routes: z
    .array(z.strictObject({ match, service: slug }))
    .max(500)
    .default([]),
  /** How urgent it is, in place of the sender's own word. */
  severities: z
    .array(z.strictObject({ match, severity: z.enum(alertSeverities) }))
    .max(500)
    .default([]),
  /**
   * What belongs into one incident: alerts of a service that agree in the labels `by`. With `windowMs` an alert joins only so long
   * after the last one; with `threshold` an incident opens only once so many fire within the window (5 minutes unless told).
   */
  groups: z
    .array(
      z.strictObject({
        service: slug.optional(),
        by: z.array(labelName).max(10).default([]),
        windowMs: z.number().int().min(1_000).max(dayMs).optional(),
        threshold: z.number().int().min(2).max(1_000).optional(),
      }),
    )
    .max(500)
    .default([]),
  /** A source that fires mutes its targets of equal labels; both come from one integration, unless `anySender`. */
  inhibitions: z
    .array(
      z.strictObject({
        source: match,
        target: match,
        equal: z.array(labelName).max(20).default([]),
        anySender: z.boolean().optional(),
      }),
    )
    .max(100)
    .default([]),
  /** An alert that changes more often than this within the time flaps: until it was steady for as long, its incident stays. */
  flapping: z
    .strictObject({
      changes: z.number().int().min(2).max(20),
      withinMs: z.number().int().min(minuteMs).max(dayMs),
    })
    .optional(),
  /** What fires again so soon after its incident was resolved opens that one again. */
  reopenWithinMs: z
    .number()
    .int()
    .min(1_000)
    .max(7 * dayMs)
    .optional(),
})

export type AlertRules = z.infer<typeof alertRulesBody>

/** InfoInhibitor of kube-prometheus, as its runbook says: while it fires in a namespace, alerts of severity info there are muted. */
export const defaultAlertRules: AlertRules = {
  routes: [],
  severities: [],
  groups: [],
  inhibitions: [
    {
      source: [{ name: 'alertname', op: '=', value: 'InfoInhibitor' }],
      target: [{ name: 'severity', op: '=', value: 'info' }],
      equal: ['namespace'],
    },
  ],
}
