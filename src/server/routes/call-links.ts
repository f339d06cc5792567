import { z } from 'zod'
import { callLink, callLinkTrouble } from '../../catalog/call-link.ts'
import { callLinksOf } from '../../engine/call-links.ts'
import { forgetCallLink, listCallLinks, saveCallLink } from '../../store/call-links.ts'
import { readHead } from '../../store/head.ts'
import { badField, notFound } from '../answer.ts'
import { needSlug } from '../fields.ts'
import { type Route, route } from '../route.ts'

export const callLinkBody = z.strictObject({ template: z.string().trim().min(1).max(500) })

export function needCallLink(template: string): void {
  const trouble = callLinkTrouble(template)
  if (trouble) throw badField('template', trouble)
}

/** Where a team's calls are held: by a template, so that each incident has its own. */
export const callLinkRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/call-links',
    action: 'settings:read',
    says: 'Where each team holds its calls.',
    run: async ({ sql }) => ({ callLinks: await listCallLinks(sql) }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/incidents/:incident/call-link',
    action: 'read',
    says: 'Where the call about this incident is held; null where its team, and the team `default`, have said nothing.',
    async run({ sql, params }) {
      const is = await readHead(sql, params.incident)
      if (!is) throw notFound(`incident ${params.incident}`)
      const links = new Map((await listCallLinks(sql)).map(({ team, template }) => [team, template]))
      const template = links.get(is.team) ?? links.get('default')
      return { url: template === undefined ? null : callLink(template, is) }
    },
  }),
  route({
    method: 'PUT',
    path: '/api/v1/teams/:slug/call-link',
    action: 'settings:write',
    says: 'Where a team holds its calls: an https address with {number} and {service}. It stands in the room, in pages and over a chat channel.',
    body: callLinkBody,
    async run({ tx, desk, params, body: { template } }) {
      needSlug(params.slug)
      needCallLink(template)
      await saveCallLink(tx, { team: params.slug, template }, desk.clock.now())
      tx.afterwards.push(
        () =>
          void callLinksOf(desk)
            .read()
            .catch(() => {}),
      )
      return { team: params.slug, template }
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/teams/:slug/call-link',
    action: 'settings:write',
    says: 'This team holds its calls nowhere that Fireline knows of.',
    async run({ tx, desk, params }) {
      if (!(await forgetCallLink(tx, params.slug))) throw notFound(`call link of ${params.slug}`)
      tx.afterwards.push(
        () =>
          void callLinksOf(desk)
            .read()
            .catch(() => {}),
      )
      return {}
    },
  }),
]
