import { z } from 'zod'
import { may } from '../../access/may.ts'
import { newId } from '../../engine/id.ts'
import { readHead } from '../../store/head.ts'
import { addComment, commentsOf, removeComment } from '../../store/replay-comments.ts'
import { badField, created, notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'

const comment = z.strictObject({
  at: z.iso.datetime({ offset: true }),
  text: z.string().trim().min(1, 'Some words.').max(2_000),
})

/** Comments for whoever learns, at moments of a replay. They are nobody's timeline, and change nothing of what is played. */
export const replayCommentRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/incidents/:incident/replay-comments',
    action: 'read',
    says: 'What people tell whoever learns from this incident, by the moment that they mean.',
    async run({ sql, params }) {
      return { comments: await commentsOf(sql, params.incident) }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/incidents/:incident/replay-comments',
    action: 'object',
    says: 'Comments on a moment of an incident, for whoever learns from it. `at` is the moment.',
    body: comment,
    async run({ tx, desk, who, params, body }) {
      const is = await readHead(tx, params.incident)
      if (!is) throw notFound(`incident ${params.incident}`)
      const now = desk.clock.now()
      const at = new Date(body.at)
      if (at > now || at < new Date(Math.min(Date.parse(is.openedAt), Date.parse(is.startedAt))))
        throw badField('at', 'A moment of this incident: from its beginning until now.')
      const said = { id: newId(now), at: at.toISOString(), person: actorOf(who).id, says: body.text }
      await addComment(tx, params.incident, { ...said, writtenAt: now.toISOString() })
      return created({ ...said, writtenAt: now.toISOString() })
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/incidents/:incident/replay-comments/:comment',
    action: 'object',
    says: 'Takes a comment back: your own, or as an admin anybody’s.',
    async run({ tx, who, params }) {
      const by = may(who, 'people:write') ? undefined : actorOf(who).id
      if (!(await removeComment(tx, params.incident, params.comment, by))) throw notFound('such comment of yours')
      return { id: params.comment }
    },
  }),
]
