import { z } from 'zod'
import type { Outside } from '../../engine/outside.ts'
import { beginWeeklyMail, endWeeklyMail, wantsWeeklyMail } from '../../store/weekly-mail.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'

/** The week's noise by mail: off by default, on for who asks, off by one click. */
export const weeklyMailRoutes = ({ secrets }: Outside): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/me/weekly-mail',
    action: 'self',
    says: 'Whether the ten noisiest alerts of the week come to me by mail.',
    run: async ({ sql, who }) => ({ wanted: who.kind !== 'nobody' && (await wantsWeeklyMail(sql, who.id)) }),
  }),
  route({
    method: 'PUT',
    path: '/api/v1/me/weekly-mail',
    action: 'self',
    says: 'Let them come on Mondays, or not any more.',
    body: z.strictObject({ wanted: z.boolean() }),
    async run({ tx, desk, who, body }) {
      const { id } = actorOf(who)
      if (body.wanted) await beginWeeklyMail(tx, secrets, id, desk.clock.now())
      else await endWeeklyMail(tx, id)
      return { wanted: body.wanted }
    },
  }),
]
