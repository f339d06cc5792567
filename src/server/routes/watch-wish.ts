import { z } from 'zod'
import type { Outside } from '../../engine/outside.ts'
import type { Sql } from '../../store/db.ts'
import { listServices } from '../../store/loaders.ts'
import { personById } from '../../store/people.ts'
import { endWatchWish, saveWatchWish, type WatchWish, watchWishOf } from '../../store/watch-wishes.ts'
import { badField, notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'

const path = '/api/v1/me/watch-wish'
const none: WatchWish = { everything: false, services: [], teams: [] }
const names = z.array(z.string().min(1).max(100)).max(200)
const wish = z.strictObject({ everything: z.boolean(), services: names, teams: names })

/** "Tell me when there is something to watch": off by default, on for who asks, off by one tap. */
export const watchWishRoutes = ({ secrets }: Outside): Route[] => [
  route({
    method: 'GET',
    path,
    action: 'self',
    says: 'Of which services or teams I hear when a terminal is shown live; never by a page.',
    run: async ({ sql, who }) => (who.kind === 'nobody' ? none : ((await watchWishOf(sql, who.id)) ?? none)),
  }),
  route({
    method: 'PUT',
    path,
    action: 'self',
    says: 'Let me hear of everything, of these services and teams, or of nothing any more. One quiet message an incident, never in my quiet hours.',
    body: wish,
    async run({ tx, desk, who, body }) {
      const { id } = actorOf(who)
      if ((await personById(tx, id))?.kind !== 'person') throw notFound('such person')
      await checkNames(tx, body)
      if (body.everything || body.services.length + body.teams.length > 0)
        await saveWatchWish(tx, secrets, id, body, desk.clock.now())
      else await endWatchWish(tx, id)
      return body
    },
  }),
]

async function checkNames(sql: Sql, { services, teams }: WatchWish): Promise<void> {
  const all = await listServices(sql)
  const wrong = (said: readonly string[], known: readonly string[]) => said.findIndex(one => !known.includes(one))
  const service = wrong(
    services,
    all.map(one => one.slug),
  )
  if (service !== -1) throw badField(`services.${service}`, `There is no service ${services[service]}.`)
  const team = wrong(
    teams,
    all.map(one => one.team),
  )
  if (team !== -1) throw badField(`teams.${team}`, `No service belongs to a team ${teams[team]}.`)
}
