import { z } from 'zod'
import type { Principal } from '../../access/may.ts'
import { forgetFilter, savedFilters, saveFilter } from '../../store/saved-filters.ts'
import { ApiError, badField, notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { filterFields } from './incident-filter.ts'

const most = 50
const name = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]*$/u)

/** Filters of the list of incidents that I keep: they are there wherever I sign in, and nobody else's. */
export function savedFilterRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/me/filters',
      action: 'self',
      says: 'The filters that I keep, the oldest first.',
      run: async ({ sql, who }) => ({ filters: await savedFilters(sql, idOf(who)) }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/me/filters/:name',
      action: 'self',
      says: 'One filter that I keep.',
      async run({ sql, who, params }) {
        const kept = (await savedFilters(sql, idOf(who))).find(one => one.name === params.name.trim())
        if (!kept) throw notFound('such filter')
        return { id: kept.name, ...kept }
      },
    }),
    route({
      method: 'PUT',
      path: '/api/v1/me/filters/:name',
      action: 'self',
      says: 'Keep a filter of the list of incidents by a name, or replace it; at most 50.',
      body: z.strictObject({ filter: filterFields }),
      async run({ tx, desk, who, params, body }) {
        const called = name.safeParse(params.name)
        if (!called.success) throw badField('name', 'One line of 1 to 60 characters, without control characters.')
        const filter = z.record(z.string(), z.string()).parse(JSON.parse(JSON.stringify(body.filter)))
        const kept = { name: called.data, filter }
        if (!(await saveFilter(tx, { ...kept, person: idOf(who), at: desk.clock.at(), most })))
          throw new ApiError(400, 'too-many', `You keep ${most} filters already. Forget one first.`, { path: 'name' })
        return { id: kept.name, ...kept }
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/me/filters/:name',
      action: 'self',
      says: 'Forget a filter.',
      async run({ tx, who, params }) {
        if (!(await forgetFilter(tx, idOf(who), params.name.trim()))) throw notFound('such filter')
        return { id: params.name.trim() }
      },
    }),
  ]
}

/** `self` is never nobody's. */
function idOf(who: Principal): string {
  if (who.kind === 'nobody') throw new ApiError(401, 'no-token', 'Sign in, or send Authorization: Bearer <token>.')
  return who.id
}
