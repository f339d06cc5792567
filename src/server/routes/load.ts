import { z } from 'zod'
import { loadCsv } from '../../api/load.ts'
import { midnight } from '../../roster/schedule.ts'
import { isZone } from '../../roster/spec.ts'
import { badField } from '../answer.ts'
import { loadReport } from '../load-report.ts'
import { type Route, route } from '../route.ts'

const dayMs = 86_400_000
const mostDays = 400

const dayOrTime = z.union(
  [z.iso.date(), z.iso.datetime({ offset: true })],
  'A day, as 2026-11-01, or a time in RFC 3339.',
)
const query = z.strictObject({
  from: dayOrTime.optional(),
  to: dayOrTime.optional(),
  zone: z.string().max(100).refine(isZone, 'An IANA time zone, as "Europe/Berlin".').default('UTC'),
  format: z.enum(['json', 'csv']).default('json'),
})

/** What being on call was like: for who shares it out, and for who pays it. */
export const loadRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/reports/load',
    action: 'settings:read',
    says: 'Of each person the hours on call by weekday, weekend, night and holiday, pages per shift and broken nights; the last 28 days, unless told. As JSON or CSV.',
    query,
    async run({ sql, desk, query: { from, to, zone, format }, reply }) {
      const moment = (said: string) => (said.length === 10 ? midnight(said, zone) : new Date(said).toISOString())
      const end = to ? moment(to) : desk.clock.at()
      const begin = from ? moment(from) : new Date(Date.parse(end) - 28 * dayMs).toISOString()
      const days = (Date.parse(end) - Date.parse(begin)) / dayMs
      if (!(days > 0)) throw badField('query.to', 'Ends after it begins.')
      if (days > mostDays) throw badField('query.from', `At most ${mostDays} days at once.`)
      const report = await loadReport(sql, begin, end)
      if (format === 'json') return report
      reply.headers({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="on-call-${begin.slice(0, 10)}.csv"`,
      })
      return loadCsv(report)
    },
  }),
]
