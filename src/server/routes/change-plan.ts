import { z } from 'zod'
import type { Desk } from '../../engine/desk.ts'
import { newId } from '../../engine/id.ts'
import { knowingIn } from '../../engine/known-for.ts'
import type { Actor } from '../../incident/entry.ts'
import { type Change, named } from '../../incident/incident.ts'
import { gateKnows } from '../../steps/change/gate.ts'
import { offers } from '../../steps/change/offers.ts'
import { planOf } from '../../steps/change/plan.ts'
import { inTransaction, type Sql } from '../../store/db.ts'
import { readHead } from '../../store/head.ts'
import { notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'

/** Before a change is applied: what it may rest on, and exactly what would run. Looks; runs nothing. */
export const changePlanRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/incidents/:incident/changes/:change/offers',
    action: 'read',
    says: 'The proofs that a change may rest on, those that are enough first, of those the quickest, and last what would hurt now.',
    async run({ desk, sql, who, params }) {
      const { is, change } = await changeNamed(sql, params)
      const ask = asking(desk, actorOf(who), change)
      // What was written since may have to be asked of a database that is slow: nothing is held meanwhile.
      const known = await inTransaction(desk.db, tx => knowingIn(desk, tx)(is, ask, ['proofs', 'distances', 'strain']))
      return { offers: offers(is, change, ask.at, known) }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/incidents/:incident/changes/:change/plan',
    action: 'read',
    says: 'What applying a change would do for whoever asks: each command byte for byte, where, and what protects it. Nothing is run.',
    query: z.strictObject({ host: z.string().trim().min(1).max(200).optional() }),
    async run({ desk, sql, who, params, query }) {
      const { is, change } = await changeNamed(sql, params)
      const ask = { ...asking(desk, actorOf(who), change), body: { change: change.id, ...query } }
      const known = await inTransaction(desk.db, tx => knowingIn(desk, tx)(is, ask, [...gateKnows, 'mayRunHere']))
      return planOf(is, change, ask, known)
    },
  }),
]

async function changeNamed(sql: Sql, params: { incident: string; change: string }) {
  const is = await readHead(sql, params.incident)
  const change = is && named(is.changes, params.change)
  if (!is || !change) throw notFound(`change ${params.change}`)
  return { is, change }
}

const asking = (desk: Desk, by: Actor, { id: change }: Change) => ({
  id: newId(desk.clock.now()),
  by,
  at: desk.clock.at(),
  body: { change },
})
