import { z } from 'zod'
import { shadowDays } from '../../engine/shadow-days.ts'
import type { Week } from '../../steps/intake/week.ts'
import { serviceNamed } from '../../store/loaders.ts'
import { badField, notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { goThroughOrWait, mostDays, othersLookBack } from './try-rules.ts'

const days = z.coerce.number().int().min(1).max(mostDays).default(mostDays)
const mostRooms = 100

/** What Fireline would have done where it only watches, and beside another pager. */
export const lookBackRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/services/:slug/would-have',
    action: 'read',
    says: 'What a service would have opened and paged in the last days, had it been live: the alerts of those days, gone through as live.',
    query: z.strictObject({ days }),
    async run({ desk, sql, params: { slug }, query }) {
      if (!(await serviceNamed(sql, slug))) throw notFound(`service ${slug}`)
      const { weeks, ...gone } = await goThroughOrWait(desk, desk.db, query.days, [
        { liveService: slug, liveShadows: true },
      ])
      const rooms = (weeks[0] as Week).rooms.filter(room => room.service === slug)
      return {
        ...gone,
        incidents: rooms.length,
        pages: rooms.reduce((sum, room) => sum + room.pages, 0),
        opened: rooms
          .toReversed()
          .slice(0, mostRooms)
          .map(({ title, severity, openedAt, resolvedAt, pages, alerts }) => ({
            title,
            severity,
            openedAt,
            resolvedAt: resolvedAt ?? null,
            pages,
            alerts,
          })),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/reports/shadow',
    action: 'read',
    says: 'Senders in shadow beside another pager: how often that one rang, how often Fireline would have, and what it would have missed, criticals first.',
    query: z.strictObject({ days, service: z.string().min(1).max(100).optional() }),
    async run({ desk, sql, query }) {
      if (query.service && !(await serviceNamed(sql, query.service)))
        throw badField('service', `There is no service ${query.service}.`)
      const found = await shadowDays(desk, desk.db, query.days, query.service)
      if (!found) throw othersLookBack()
      const { gone, senders, report } = found
      return { ...gone, senders: senders.map(({ id, name, service }) => ({ id, name, service })), ...report }
    },
  }),
]
