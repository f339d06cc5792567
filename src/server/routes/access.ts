import { z } from 'zod'
import { accessName } from '../../catalog/access-list.ts'
import { forgetAccess, listAccess, saveAccess } from '../../store/access.ts'
import { badField, notFound } from '../answer.ts'
import { peopleByMail } from '../config/people-by-mail.ts'
import { type Route, route } from '../route.ts'

export const accessBody = z.strictObject({
  people: z.array(z.string().trim().min(1).max(254)).min(1, 'At least one person.').max(50),
})

export function needAccessName(name: string): void {
  if (!accessName.test(name))
    throw badField('name', 'The name of a host, as db-1 or db-*, or pg: and the name of a database.')
}

/** Who has access to a host or a database: whom to ask where an account may not. Fireline gives nobody access by it. */
export const accessRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/access',
    action: 'settings:read',
    says: 'Who has access to which hosts and databases, as it was written down.',
    run: async ({ sql }) => ({ access: await listAccess(sql) }),
  }),
  route({
    method: 'PUT',
    path: '/api/v1/access/:name',
    action: 'settings:write',
    says: 'Writes down who has access to a host (`db-1`, `db-*`) or a database (`pg:shop`), by mail address or id. It opens nothing.',
    body: accessBody,
    async run({ tx, desk, params, body }) {
      needAccessName(params.name)
      const { idOf } = await peopleByMail(tx)
      const people = [...new Set(body.people.map((who, n) => idOf(who, `people.${n}`)))]
      await saveAccess(tx, { name: params.name, people }, desk.clock.now())
      return { name: params.name, people }
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/access/:name',
    action: 'settings:write',
    says: 'Forgets who has access there.',
    async run({ tx, params }) {
      if (!(await forgetAccess(tx, params.name))) throw notFound(`list of access to ${params.name}`)
      return {}
    },
  }),
]
