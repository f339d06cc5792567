import { z } from 'zod'
import { noiseReport } from '../../engine/noise-report.ts'
import { type Route, route } from '../route.ts'

export const lastDays = z.coerce.number().int().min(1).max(31).default(7)

/** What the last days were like. */
export const reportRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/reports/noisy',
    action: 'read',
    says: 'The ten noisiest alerts of the last days: how often, pages, at night, whether they were found useful, and what to do about each.',
    query: z.strictObject({ days: lastDays }),
    run: ({ sql, desk, query }) => noiseReport(desk, sql, query.days),
  }),
]
