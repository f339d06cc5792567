import { z } from 'zod'
import { newId } from '../../engine/id.ts'
import { addPlannedWork, endPlannedWork, listPlannedWork } from '../../store/planned-work.ts'
import { badField, created, notFound } from '../answer.ts'
import { needService } from '../fields.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'

const moment = z.iso
  .datetime({ offset: true, message: 'A time in RFC 3339, as "2026-11-23T03:30:00Z".' })
  .transform(at => new Date(at).toISOString())

export const plannedWorkBody = z.strictObject({
  services: z.array(z.string().min(1).max(100)).min(1, 'Name what it is about.').max(100),
  says: z.string().trim().min(1, 'Say what people may notice.').max(2_000),
  startsAt: moment,
  endsAt: moment,
})

/** Work that was planned, in words for everybody. It keeps nothing from paging: that is a silence. */
export const plannedWorkRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/planned-work',
    action: 'read',
    says: 'What is being done now and what comes, as status pages say it.',
    run: async ({ sql, desk }) => ({ work: await listPlannedWork(sql, desk.clock.at()) }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/planned-work',
    action: 'respond',
    says: 'Announces work on the status pages that show these services.',
    body: plannedWorkBody,
    async run({ desk, tx, who, body }) {
      if (body.endsAt <= desk.clock.at()) throw badField('endsAt', 'This has passed already.')
      if (body.endsAt <= body.startsAt) throw badField('endsAt', 'It cannot end before it starts.')
      for (const [n, service] of body.services.entries()) await needService(tx, service, `services.${n}`)
      const work = { id: newId(desk.clock.now()), ...body }
      await addPlannedWork(tx, work, actorOf(who).name, desk.clock.now())
      return created(work)
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/planned-work/:id',
    action: 'respond',
    says: 'It is over, or does not come: the status pages say so no more.',
    async run({ desk, tx, params }) {
      if (!(await endPlannedWork(tx, params.id, desk.clock.at()))) throw notFound(`planned work ${params.id}`)
      return {}
    },
  }),
]
