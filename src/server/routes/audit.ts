import { z } from 'zod'
import { auditLines } from '../../store/audit.ts'
import { type Route, route } from '../route.ts'

const time = z.iso.datetime({ offset: true, message: 'A time in RFC 3339.' })
const text = z.string().trim().min(1).max(200)
const whole = (most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'A whole number.')
    .transform(Number)
    .refine(n => n <= most, `At most ${most}.`)

const filters = { by: text.optional(), action: text.optional(), from: time.optional(), to: time.optional() }
const pageOf = 50
const mostExported = 100_000

/** Who changed which setting when, and who came in; for admins. */
export function auditRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/audit',
      action: 'audit:read',
      says: 'Who changed which setting when, and who signed in; newest first. Secrets are never in it.',
      query: z.strictObject({
        ...filters,
        after: whole(Number.MAX_SAFE_INTEGER).optional(),
        limit: whole(500).optional(),
      }),
      async run({ sql, query }) {
        const limit = query.limit ?? pageOf
        const lines = await auditLines(sql, { ...query, limit: limit + 1 })
        const shown = lines.slice(0, limit)
        return { lines: shown, next: lines.length > limit ? (shown.at(-1)?.pos ?? null) : null }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/audit/export',
      action: 'audit:read',
      says: 'The same as JSON lines, to keep elsewhere.',
      query: z.strictObject(filters),
      async run({ sql, query, reply }) {
        const lines = await auditLines(sql, { ...query, limit: mostExported })
        reply.headers({
          'content-type': 'application/jsonl; charset=utf-8',
          'content-disposition': 'attachment; filename="fireline-audit.jsonl"',
          'content-security-policy': "default-src 'none'; sandbox",
        })
        return lines.map(line => `${JSON.stringify(line)}\n`).join('')
      },
    }),
  ]
}
