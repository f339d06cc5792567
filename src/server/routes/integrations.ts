import { z } from 'zod'
import { newId } from '../../engine/id.ts'
import type { Sql } from '../../store/db.ts'
import {
  deleteIntegration,
  type Integration,
  integrationById,
  listIntegrations,
  newKey,
  saveIntegration,
  sealKey,
  setIntegrationMode,
} from '../../store/integrations.ts'
import { forgetLastBody } from '../../store/last-bodies.ts'
import type { Secrets } from '../../store/secrets.ts'
import { openSenderSettings, saveSenderSettings } from '../../store/sender-settings.ts'
import { badField, created, notFound } from '../answer.ts'
import { senderKinds, senderOfKind } from '../dialects.ts'
import { needService, oneLine } from '../fields.ts'
import { type Route, route } from '../route.ts'
import { checked } from '../serve-routes.ts'

const name = oneLine(120).meta({ title: 'Name', examples: ['Prometheus in production'] })

export const integrationBody = z.strictObject({
  service: z.string().min(1).max(100).meta({ title: 'Service', description: 'What its alerts are about.' }),
  kind: z.enum([...senderKinds, 'report']).meta({
    title: 'Kind',
    description:
      'A webhook recognises every sender by itself; any other kind takes the form of that sender. A report is a form for people outside: its key takes no alerts.',
  }),
  name,
  mode: z.enum(['live', 'shadow']).default('live').meta({
    title: 'Mode',
    description:
      'In shadow another pager gets the same and still pages; here nothing is opened, and a report says what would have been.',
  }),
})

/** The form for people outside is made with a form of its own. */
export const reportFormBody = integrationBody
  .omit({ mode: true })
  .extend({
    service: z.string().min(1).max(100).meta({ title: 'Service', description: 'Its name stands on the page.' }),
    kind: z.literal('report'),
    name: name.meta({
      title: 'Name',
      description: 'As the timeline says where a report came from.',
      examples: ['Checkout page'],
    }),
  })
  .meta({ title: 'Form for people outside' })

/** Secrets are named, never shown. */
function shown({ id, service, kind, name, created_at: createdAt, settings, mode }: Integration) {
  const secretFields = senderOfKind(kind)?.secrets ?? []
  const kept = Object.entries(JSON.parse(settings ?? '{}') as Record<string, unknown>)
  return {
    id,
    service,
    kind,
    name,
    createdAt,
    mode,
    settings: Object.fromEntries(kept.filter(([field]) => !secretFields.includes(field))),
    secrets: kept.map(([field]) => field).filter(field => secretFields.includes(field)),
  }
}

export async function living(sql: Sql, id: string): Promise<Integration> {
  const integration = await integrationById(sql, id)
  if (!integration || integration.deleted_at) throw notFound(`integration ${id}`)
  return integration
}

export function integrationRoutes(url: () => string, secrets: Secrets): Route[] {
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
      run: async ({ sql, params }) => shown(await living(sql, params.id)),
    }),
    route({
      method: 'POST',
      path: '/api/v1/integrations',
      action: 'settings:write',
      says: 'Make a key for a monitoring source. The key is shown this once.',
      answersSecret: true,
      body: integrationBody,
      async run({ desk, tx, body }) {
        await needService(tx, body.service)
        if (body.kind === 'report' && body.mode === 'shadow')
          throw badField('mode', 'A form for people has no other pager beside it: it is live.')
        const [id, key, at] = [newId(desk.clock.now()), newKey(), desk.clock.now()]
        await saveIntegration(tx, { ...body, id, key, at })
        // The link of a form is there for everybody, so it can be shown again.
        if (body.kind === 'report') await sealKey(tx, secrets, id, key)
        return created({ id, key, url: `${url()}/${body.kind === 'report' ? 'report' : 'intake'}/${key}`, ...body })
      },
    }),
    route({
      method: 'PUT',
      path: '/api/v1/integrations/:id',
      action: 'settings:write',
      says: 'Rename an integration, or set what its sender asks for. A secret that is left out stays; null takes it away.',
      body: z.strictObject({ name: name.optional(), settings: z.record(z.string().max(100), z.unknown()).optional() }),
      async run({ tx, params, body }) {
        const integration = await living(tx, params.id)
        const { settings: schema = z.strictObject({}), secrets: secretFields = [] } =
          senderOfKind(integration.kind) ?? {}
        const before = openSenderSettings(integration, secrets)
        const stays = Object.entries(before).filter(([field]) => secretFields.includes(field))
        const told = body.settings ? { ...Object.fromEntries(stays), ...body.settings } : before
        const given = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null))
        const settings = checked(schema, given, 'settings')
        const { id, name: was } = integration
        await saveSenderSettings(tx, secrets, { id, name: body.name ?? was, settings, secretFields })
        return shown(await living(tx, id))
      },
    }),
    route({
      method: 'PUT',
      path: '/api/v1/integrations/:id/mode',
      action: 'settings:write',
      says: 'Switch a sender live, or into shadow beside another pager. What still fires comes in when it is live.',
      body: z.strictObject({ mode: z.enum(['live', 'shadow']) }),
      async run({ tx, params, body }) {
        const { id } = await living(tx, params.id)
        await setIntegrationMode(tx, id, body.mode)
        return shown(await living(tx, id))
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/integrations/:id',
      action: 'settings:write',
      says: 'End a key. What came with it stays.',
      async run({ desk, tx, params }) {
        const integration = await living(tx, params.id)
        await deleteIntegration(tx, integration.id, desk.clock.now())
        await forgetLastBody(tx, integration.id)
        return { id: params.id }
      },
    }),
  ]
}
