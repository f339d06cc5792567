import { z } from 'zod'
import { deleteResource, listResources, putResource } from '../../store/resources.ts'
import type { Secrets } from '../../store/secrets.ts'
import { badField, notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'

const slug = /^[a-z0-9][a-z0-9_-]{0,62}$/

const noControl = (said: string) => !/\p{Cc}/u.test(said)
const url = z
  .string()
  .max(2_000)
  .refine(noControl, 'No control characters.')
  .refine(said => /^postgres(ql)?:\/\//.test(said) && URL.canParse(said), 'A postgres:// URL.')
  .meta({
    title: 'Address',
    description: 'A postgres:// URL of a role that may read everything that is to be copied.',
    examples: ['postgres://backup@db-1/shop'],
    writeOnly: true,
  })
const mariadbUrl = z
  .string()
  .max(2_000)
  .refine(noControl, 'No control characters.')
  .refine(said => /^(mariadb|mysql):\/\//.test(said) && URL.canParse(said), 'A mariadb:// URL.')
  .meta({
    title: 'Address',
    description:
      'A mariadb:// URL of a user that may read everything that is to be copied, and has the right RELOAD. ?socket= names a socket, ?ssl-ca= whom to trust.',
    examples: ['mariadb://backup@db-1/shop'],
    writeOnly: true,
  })
const path = z
  .string()
  .max(1_000)
  .refine(noControl, 'No control characters.')
  .refine(said => said.startsWith('/') && !said.split('/').includes('..'), 'An absolute path without "..".')
  .meta({ title: 'Folder', description: 'Its path on the host that Fireline runs on.', examples: ['/etc/shop'] })

const care = {
  service: z.string().trim().regex(slug, 'The name of a service.').optional().meta({
    title: 'Service',
    description: 'Whose data it is: its line of ticks then shows when a copy was last proven.',
  }),
  everyHours: z.coerce
    .number()
    .int()
    .min(1)
    .max(720)
    .optional()
    .meta({
      title: 'Rehearse every so many hours',
      description:
        'A copy is taken and proven that often, while nothing that pages burns. Empty: only when it is asked for.',
      examples: ['24'],
    }),
  keepHours: z.coerce
    .number()
    .int()
    .min(0)
    .max(720)
    .optional()
    .meta({
      title: 'Keep a copy for so many hours after its incident',
      description: 'Until then what the change did may still turn out wrong. Empty: 24.',
      examples: ['24'],
    }),
  budgetMinutes: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_440)
    .optional()
    .meta({
      title: 'Minutes that a proof may take in an incident',
      description: 'Rehearsals say which level fits. Empty: 10.',
      examples: ['10'],
    }),
}
const smoke = z
  .string()
  .trim()
  .min(1)
  .max(2_000)
  .optional()
  .meta({
    title: 'Smoke query',
    description:
      'One SELECT that a restored copy has to answer well: at least one row, and nothing in it empty, false or 0. Asked by a role that can only read; with it a copy is proven at L4.',
    examples: ["select count(*) > 1000, max(at) > now() - interval '1 day' from public.orders"],
  })
const file = path
  .refine(said => said !== '/', 'The path of a file.')
  .meta({
    title: 'File',
    description: 'Its path on the host that Fireline runs on.',
    examples: ['/var/lib/cart/cart.db'],
  })

/** One form for each kind of what holds data. */
export const resourceKinds = [
  z
    .strictObject({ kind: z.literal('postgres'), url, ...care, smoke })
    .meta({ title: 'PostgreSQL', description: 'In a change it is pg: and this name.' }),
  z
    .strictObject({ kind: z.literal('mariadb'), url: mariadbUrl, ...care })
    .meta({ title: 'MariaDB', description: 'In a change it is my: and this name.' }),
  z
    .strictObject({ kind: z.literal('sqlite'), path: file, ...care })
    .meta({ title: 'SQLite', description: 'In a change it is lite: and this name.' }),
  z
    .strictObject({ kind: z.literal('folder'), path, ...care })
    .meta({ title: 'Folder', description: 'In a change it is dir: and its path.' }),
] as const

const body = z.discriminatedUnion('kind', resourceKinds)

/** What holds data, and how to reach it. `pg:shop` in a change is the resource `shop`; its URL goes in and never comes out. */
export function resourceRoutes(secrets: Secrets): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/resources',
      action: 'settings:read',
      says: 'What can be copied before it is changed.',
      run: async ({ sql }) => ({ resources: await listResources(sql) }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/resources/:slug',
      action: 'settings:read',
      says: 'One resource, without how to reach it.',
      run: async ({ sql, params }) => named(await listResources(sql), params.slug),
    }),
    route({
      method: 'PUT',
      path: '/api/v1/resources/:slug',
      action: 'settings:write',
      says: 'Says how to reach what holds data, so that it can be copied before it is changed.',
      body,
      async run({ tx, desk, params, body: { service, everyHours, keepHours, budgetMinutes, ...said } }) {
        if (!slug.test(params.slug)) throw badField('slug', 'Lower case letters, digits, - and _; at most 63.')
        const { smoke: asks, ...reach } = { smoke: undefined, ...said }
        const care = { service, everyHours, keepHours, budgetMinutes, smoke: asks }
        await putResource(tx, secrets, params.slug, { reach, ...care }, desk.clock.now())
        return named(await listResources(tx), params.slug)
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/resources/:slug',
      action: 'settings:write',
      says: 'Forgets how to reach a resource.',
      async run({ tx, params }) {
        if (!(await deleteResource(tx, params.slug))) throw notFound(`resource ${params.slug}`)
        return {}
      },
    }),
  ]
}

function named(resources: Awaited<ReturnType<typeof listResources>>, name: string) {
  const found = resources.find(one => one.slug === name)
  if (!found) throw notFound(`resource ${name}`)
  return found
}
