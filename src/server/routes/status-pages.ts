import { z } from 'zod'
import type { Outside } from '../../engine/outside.ts'
import { isZone } from '../../roster/spec.ts'
import type { StatusPage } from '../../steps/notify/status-page.ts'
import type { Sql } from '../../store/db.ts'
import { serviceNamed } from '../../store/loaders.ts'
import {
  countOfStakeholders,
  deleteStatusPage,
  listStatusPages,
  pageKey,
  renewLink,
  saveStatusPage,
  statusPageNamed,
} from '../../store/status-pages.ts'
import { badField, notFound } from '../answer.ts'
import { needSlug, oneLine } from '../fields.ts'
import { type Route, route } from '../route.ts'

const part = z.strictObject({
  service: z.string().min(1).max(100),
  name: oneLine(100).meta({ description: 'As its readers call it.' }),
})

export const statusPageBody = z.strictObject({
  title: oneLine(100).meta({ description: 'Whose page it is.', examples: ['Lindholm Shop'] }),
  isPublic: z.boolean().default(true).meta({ description: 'Everybody may read it; otherwise who has its link.' }),
  zone: z.string().max(100).refine(isZone, 'An IANA time zone, as "Europe/Berlin".').default('UTC'),
  components: z.array(part).min(1, 'A page shows at least one part.').max(100),
})

/** What people outside may look at. How many asked for mail is shown, who they are is not. */
export function statusPageRoutes(outside: Outside): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/status-pages',
      action: 'settings:read',
      says: 'The status pages, each with its link.',
      async run({ sql }) {
        const [pages, counts] = await Promise.all([listStatusPages(sql), countOfStakeholders(sql)])
        return { pages: pages.map(page => shown(page, outside, counts.get(page.slug) ?? 0)) }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/status-pages/:slug',
      action: 'settings:read',
      says: 'One status page.',
      run: async ({ sql, params }) => onePage(sql, params.slug, outside),
    }),
    route({
      method: 'PUT',
      path: '/api/v1/status-pages/:slug',
      action: 'settings:write',
      says: 'Makes a status page, or changes what it shows.',
      body: statusPageBody,
      async run({ desk, tx, params, body }) {
        needPageSlug(params.slug)
        await checkParts(tx, body.components)
        await saveStatusPage(tx, { ...body, slug: params.slug }, desk.clock.now())
        return onePage(tx, params.slug, outside)
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/status-pages/:slug/new-link',
      action: 'settings:write',
      says: 'Another link opens it from now on, and the one before does not.',
      async run({ tx, params }) {
        if (!(await renewLink(tx, params.slug))) throw notFound(`status page ${params.slug}`)
        return onePage(tx, params.slug, outside)
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/status-pages/:slug',
      action: 'settings:write',
      says: 'There is no such page any more, and nobody who asked there gets mail.',
      async run({ tx, params }) {
        if (!(await deleteStatusPage(tx, params.slug))) throw notFound(`status page ${params.slug}`)
        return {}
      },
    }),
  ]
}

/** Names that would hide a part of the page at `/status`. */
const ours = new Set(['history', 'atom.xml', 'incidents'])

/** A 400 unless a status page may be called so. */
export function needPageSlug(slug: string): void {
  needSlug(slug)
  if (ours.has(slug)) throw badField('slug', `"${slug}" is a place on every status page. Take another name.`)
}

/** A 400 unless each part is a service, and is there once. */
export async function checkParts(sql: Sql, components: StatusPage['components']): Promise<void> {
  for (const [n, { service }] of components.entries()) {
    if (!(await serviceNamed(sql, service)))
      throw badField(`components.${n}.service`, `There is no service ${service}.`)
    if (components.findIndex(one => one.service === service) < n)
      throw badField(`components.${n}.service`, `${service} is a part of this page already.`)
  }
}

async function onePage(sql: Sql, slug: string, outside: Outside) {
  const page = await statusPageNamed(sql, slug)
  if (!page) throw notFound(`status page ${slug}`)
  return shown(page, outside, (await countOfStakeholders(sql)).get(slug) ?? 0)
}

function shown(page: StatusPage, { url, secrets }: Outside, stakeholderCount: number) {
  const { keyNumber: _, ...said } = page
  const key = page.isPublic ? '' : `?key=${pageKey(secrets, page)}`
  return { id: page.slug, ...said, url: `${url()}/status/${page.slug}${key}`, stakeholderCount }
}
