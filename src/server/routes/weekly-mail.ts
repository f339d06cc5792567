import { z } from 'zod'
import type { Outside } from '../../engine/outside.ts'
import { beginWeeklyMail, endWeeklyMail, wantsWeeklyMail, weeklyMailOf } from '../../store/weekly-mail.ts'
import { Answer } from '../answer.ts'
import { sentencePage } from '../capability-page.ts'
import { pageHeaders } from '../capability-style.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'
import { weeklyMailPage } from '../weekly-mail-page.ts'

const over = () =>
  sentencePage('It is off', 'The weekly mail does not come any more. It is switched on again under Settings, Noise.')

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
  route({
    method: 'GET',
    path: '/u/:token',
    action: 'public',
    says: 'The page behind the link that ends the weekly mail. Looking ends nothing.',
    async run({ sql, params, reply }) {
      const found = await weeklyMailOf(sql, params.token)
      reply.headers(pageHeaders)
      return new Answer(200, found ? weeklyMailPage(found.name, `/u/${params.token}`) : over())
    },
  }),
  route({
    method: 'POST',
    path: '/u/:token',
    action: 'public',
    says: 'Ends the weekly mail, by its button or by the one click of a mail program (RFC 8058).',
    body: z.record(z.string().max(40), z.string().max(100)),
    bodyLimit: 4 * 1024,
    async run({ tx, params, reply }) {
      const found = await weeklyMailOf(tx, params.token)
      if (found) await endWeeklyMail(tx, found.person)
      reply.headers(pageHeaders)
      return new Answer(200, over())
    },
  }),
]
