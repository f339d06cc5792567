import { z } from 'zod'
import { severities } from '../../incident/severity.ts'

const mostWords = 12
const moment = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], 'A day or a time in RFC 3339.')
  .refine(text => /^(19[7-9]|2\d\d)\d-/.test(text), 'A day of our time: 1970 to 2999.')
const severity = z.enum(severities)

/** What a list of incidents may be narrowed by, as it stands in its address. */
export const filterFields = z.strictObject({
  status: z.enum(['open', 'mitigated', 'resolved', 'all']).optional(),
  q: z.string().max(200).optional(),
  service: z.string().max(100).optional(),
  severity: z
    .string()
    .max(40)
    .refine(text => text.split(',').every(one => severity.safeParse(one).success), `Some of ${severities.join(',')}.`)
    .optional(),
  from: moment.optional(),
  to: moment.optional(),
})

export const incidentQuery = filterFields.extend({
  limit: z.coerce.number().int().min(1).max(500).optional(),
  after: z.string().max(64).optional(),
  view: z.enum(['whole', 'line']).optional(),
})

export const wordsOf = (q = ''): string[] =>
  q.toWellFormed().toLowerCase().split(/\s+/).filter(Boolean).slice(0, mostWords)

const dayMs = 24 * 3_600_000

/** A plain day is that day in UTC; as an end it is meant to its last moment. */
export function momentOf(text: string | undefined, isEnd = false): string | undefined {
  if (text === undefined) return undefined
  const isDay = text.length === 10
  return new Date(Date.parse(text) + (isEnd && isDay ? dayMs : 0)).toISOString()
}
