import { z } from 'zod'
import { may, type Principal } from '../../access/may.ts'
import type { Service } from '../../catalog/service.ts'
import type { Sql } from '../../store/db.ts'
import { listServices, serviceNamed } from '../../store/loaders.ts'
import { policyExists, saveService } from '../../store/services.ts'
import { ApiError, badField, created, notFound } from '../answer.ts'
import { needSlug, oneLine, slugForm, slugSays } from '../fields.ts'
import { type Route, route } from '../route.ts'

const slug = z.string().regex(slugForm, slugSays)
const line = oneLine(200)

export const serviceBody = z.strictObject({
  name: line,
  team: slug.default('default'),
  environment: line.optional(),
  twin: slug.optional(),
  dependsOn: z.array(slug).max(200).default([]),
  owner: line.optional(),
  policy: slug.optional(),
  stakeholders: z
    .array(z.strictObject({ email: z.email().max(254), severity: z.enum(['sev1', 'sev2', 'sev3', 'sev4']).optional() }))
    .max(500)
    .default([]),
  mode: z.enum(['live', 'watch-only']).default('live'),
  recording: z.enum(['strict', 'best-effort']).optional(),
})

/** Who must know is people's own: their number for everyone, their addresses for who may write to them. */
const shown = (service: Service, who: Principal) => ({
  id: service.slug,
  ...service,
  stakeholders: may(who, 'respond') ? service.stakeholders : [],
  stakeholderCount: service.stakeholders.length,
})

export function serviceRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/services',
      action: 'read',
      says: 'What we run.',
      run: async ({ sql, who }) => ({ services: (await listServices(sql)).map(one => shown(one, who)) }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/services/:slug',
      action: 'read',
      says: 'One service.',
      async run({ sql, who, params }) {
        return shown((await serviceNamed(sql, params.slug)) ?? missing(params.slug), who)
      },
    }),
    route({
      method: 'PUT',
      path: '/api/v1/services/:slug',
      action: 'settings:write',
      says: 'Make a service, or replace it.',
      body: serviceBody,
      async run({ tx, who, params, body }) {
        needSlug(params.slug)
        return shown(await keep(tx, { ...body, slug: params.slug }), who)
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/services',
      action: 'settings:write',
      says: 'Make a service.',
      body: serviceBody.extend({ slug }),
      async run({ tx, who, body }) {
        if (await serviceNamed(tx, body.slug))
          throw new ApiError(400, 'exists', 'There is such a service already.', { path: 'slug' })
        return created(shown(await keep(tx, body), who))
      },
    }),
  ]
}

async function keep(tx: Sql, service: Service): Promise<Service> {
  await needPolicy(tx, service)
  await saveService(tx, service)
  return service
}

/** A 400 where it names an escalation policy that is not there. */
export async function needPolicy(sql: Sql, { policy }: Pick<Service, 'policy'>): Promise<void> {
  if (policy !== undefined && !(await policyExists(sql, policy)))
    throw badField('policy', `There is no escalation policy ${policy}.`)
}

function missing(name: string): never {
  throw notFound(`service ${name}`)
}
