import { z } from 'zod'
import { listAlerts } from '../../store/alerts.ts'
import { incidentNamed } from '../../store/head.ts'
import { type Route, route } from '../route.ts'

const query = z.strictObject({
  status: z.enum(['firing', 'resolved']).optional(),
  integration: z.string().max(100).optional(),
  incident: z.string().max(100).optional(),
  service: z.string().max(100).optional(),
})

export function alertRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/alerts',
      action: 'read',
      says: 'Alerts, the last heard first.',
      query,
      async run({ sql, query: { incident, ...filter } }) {
        const id = incident === undefined ? undefined : ((await incidentNamed(sql, incident)) ?? 'none')
        return { alerts: await listAlerts(sql, { ...filter, incident: id }) }
      },
    }),
  ]
}
