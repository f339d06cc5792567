import { type Afforded, affords } from '../../steps/change/affords.ts'
import { listRehearsals, oweRehearsal, type Rehearsal } from '../../store/rehearsals.ts'
import { listResources } from '../../store/resources.ts'
import { notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'

/** Nothing, of one that was not proven. */
const affordedBy = ({ ms, level, phases }: Rehearsal, budgetMinutes: number | undefined): Afforded | undefined =>
  level ? affords({ ms, level, phases }, budgetMinutes) : undefined

/** Copies that were taken and proven before anything burned. */
export const rehearsalRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/rehearsals',
    action: 'read',
    says: 'What came of each rehearsal: proven or not, how far, and how long each part took, and which level the resource can afford by that. The newest first.',
    async run({ sql }) {
      const budgets = new Map((await listResources(sql)).map(one => [one.slug, one.budgetMinutes ?? undefined]))
      const told = await listRehearsals(sql)
      return { rehearsals: told.map(one => ({ ...one, affords: affordedBy(one, budgets.get(one.resource)) })) }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/resources/:slug/rehearse',
    action: 'settings:write',
    says: 'Takes and proves a copy of this resource now, before anything burns. Asked while one is under way, that one is meant.',
    async run({ tx, desk, params }) {
      const found = (await listResources(tx)).some(({ slug }) => slug === params.slug)
      if (!found) throw notFound(`resource ${params.slug}`)
      const isNew = await oweRehearsal(tx, params.slug, desk.clock.now())
      return { resource: params.slug, begins: isNew }
    },
    async afterwards({ desk }, answer) {
      desk.wake()
      return answer
    },
  }),
]
