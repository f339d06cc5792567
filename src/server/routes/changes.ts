import { z } from 'zod'
import { newId } from '../../engine/id.ts'
import { changesOn, saveChange } from '../../store/changes.ts'
import { created } from '../answer.ts'
import { needService } from '../fields.ts'
import { type Route, route } from '../route.ts'

export const changeBody = z.strictObject({
  summary: z.string().trim().min(1).max(1_024),
  service: z.string().min(1).max(100).default('default'),
  author: z.string().trim().min(1).max(254).optional(),
  at: z.iso.datetime({ offset: true }).optional(),
  link: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
})

const hourMs = 3_600_000

export function changeRoutes(): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/changes',
      action: 'report',
      says: 'Tell of a deploy, a migration, a flag: it is shown when something burns.',
      body: changeBody,
      async run({ desk, tx, who, body }) {
        await needService(tx, body.service)
        const heardAt = desk.clock.at()
        const author = body.author ?? (who.kind === 'person' ? who.name : undefined)
        const at = body.at === undefined ? heardAt : new Date(body.at).toISOString()
        const change = { ...body, author, at, id: newId(desk.clock.now()), heardAt }
        await saveChange(tx, change)
        return created(change)
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/changes',
      action: 'read',
      says: 'What changed lately, newest first; the last hour unless told.',
      query: z.strictObject({
        service: z.string().max(100).optional(),
        hours: z.coerce.number().min(0.01).max(2_160).default(1),
      }),
      async run({ desk, sql, query: { service, hours } }) {
        const services = service === undefined ? undefined : [service]
        return { changes: await changesOn(sql, { services, until: desk.clock.at(), withinMs: hours * hourMs }, 200) }
      },
    }),
  ]
}
