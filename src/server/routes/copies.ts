import { z } from 'zod'
import { handle } from '../../engine/handle.ts'
import { type FoundCopy, findCopy, listCopies } from '../../store/copies.ts'
import type { Sql } from '../../store/db.ts'
import type { Secrets } from '../../store/secrets.ts'
import { ApiError, notFound } from '../answer.ts'
import { type Call, type Route, route } from '../route.ts'

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Copies that were taken and proven: which there are, what opens one, and that one went back. */
export const copyRoutes = (secrets: Secrets): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/copies',
    action: 'read',
    says: 'Copies that can be put back, newest first: what they hold, how far they are proven, until when they are kept.',
    run: async ({ sql }) => ({ copies: await listCopies(sql) }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/copies/:copy/open',
    action: 'change',
    says: 'What opens one sealed copy, for a person who puts it back. Stands in the audit.',
    answersSecret: true,
    async run({ sql, who, params }) {
      needPerson(who)
      const { id, location, digest, covers, key } = await copyNamed(sql, secrets, params.copy)
      if (!key) throw new ApiError(409, 'copy-gone', 'This copy is gone: its time was over, and its key went first.')
      return { id, location, digest, covers, ...key }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/copies/:copy/put-back',
    action: 'change',
    says: 'Says that a copy was put back, and into what.',
    body: z.strictObject({
      into: z.string().trim().min(1).max(300),
      rows: z.number().int().min(0).optional(),
      equal: z.boolean().optional(),
    }),
    async run({ tx, desk, who, params, ask, body }) {
      needPerson(who)
      const { id, incident } = await copyNamed(tx, secrets, params.copy)
      if (incident) await handle(desk, tx, incident, ask({ backup: id, ...body }), 'copy-put-back')
      return { id }
    },
  }),
]

async function copyNamed(sql: Sql, secrets: Secrets, name: string): Promise<FoundCopy> {
  const found = isUuid.test(name) ? await findCopy(sql, secrets, name) : undefined
  if (!found) throw notFound(`copy ${name}`)
  return found
}

function needPerson(who: Call['who']): void {
  if (who.kind !== 'person') throw new ApiError(403, 'not-allowed', 'Only a person puts a copy back.')
}
