import { z } from 'zod'
import { newId } from '../../engine/id.ts'
import {
  deleteIntegration,
  type Integration,
  integrationById,
  listIntegrations,
  newKey,
  saveIntegration,
} from '../../store/integrations.ts'
import { serviceNamed } from '../../store/loaders.ts'
import { badField, created, notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'

const kinds = ['webhook', 'alertmanager', 'prometheus', 'grafana', 'pagerduty', 'generic'] as const

export const integrationBody = z.strictObject({
  service: z.string().min(1).max(100).meta({ title: 'Service', description: 'What its alerts are about.' }),
  kind: z.enum(kinds).meta({
    title: 'Kind',
    description: 'A webhook recognises Alertmanager, Grafana, PagerDuty and plain JSON by itself.',
  }),
  name: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u, 'One line without control characters.')
    .meta({ title: 'Name', examples: ['Prometheus in production'] }),
})

const shown = ({ id, service, kind, name, created_at: createdAt }: Integration) => ({
  id,
  service,
  kind,
  name,
  createdAt,
})

export function integrationRoutes(url: () => string): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/integrations',
      action: 'settings:read',
      says: 'What may send alerts. Keys are never shown again.',
      run: async ({ sql }) => ({ integrations: (await listIntegrations(sql)).map(shown) }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/integrations/:id',
      action: 'settings:read',
      says: 'One integration.',
      async run({ sql, params }) {
        const integration = await integrationById(sql, params.id)
        if (!integration || integration.deleted_at) throw notFound(`integration ${params.id}`)
        return shown(integration)
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/integrations',
      action: 'settings:write',
      says: 'Make a key for a monitoring source. The key is shown this once.',
      answersSecret: true,
      body: integrationBody,
      async run({ desk, tx, body }) {
        if (!(await serviceNamed(tx, body.service))) throw badField('service', `There is no service ${body.service}.`)
        const [id, key, at] = [newId(desk.clock.now()), newKey(), desk.clock.now()]
        await saveIntegration(tx, { ...body, id, key, at })
        return created({ id, key, url: `${url()}/intake/${key}`, ...body })
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/integrations/:id',
      action: 'settings:write',
      says: 'End a key. What came with it stays.',
      async run({ desk, tx, params }) {
        if (!(await deleteIntegration(tx, params.id, desk.clock.now()))) throw notFound(`integration ${params.id}`)
        return { id: params.id }
      },
    }),
  ]
}
