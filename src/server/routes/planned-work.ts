import { z } from 'zod'
import { wrongWindow } from '../../alert/silence.ts'
import { newId } from '../../engine/id.ts'
import type { PlannedWork } from '../../steps/notify/status-page.ts'
import type { Tx } from '../../store/db.ts'
import {
  addPlannedWork,
  endPlannedWork,
  listPlannedWork,
  type Mutes,
  mutingByWork,
  windowsOfWork,
} from '../../store/planned-work.ts'
import { endSilence, saveSilence } from '../../store/silences.ts'
import { badField, created, notFound } from '../answer.ts'
import { needService } from '../fields.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'
import { mostSilenced } from './silences.ts'

const moment = z.iso
  .datetime({ offset: true, message: 'A time in RFC 3339, as "2026-11-23T03:30:00Z".' })
  .transform(at => new Date(at).toISOString())

export const plannedWorkBody = z.strictObject({
  services: z.array(z.string().min(1).max(100)).min(1, 'Name what it is about.').max(100),
  says: z.string().trim().min(1, 'Say what people may notice.').max(2_000),
  startsAt: moment,
  endsAt: moment,
  mutes: z.enum(['nothing', 'all-but-critical', 'everything']).default('nothing').meta({
    description:
      'What pages nobody meanwhile: its alerts are kept and listed, and what still fires at the end comes in.',
  }),
})

/** Work that was planned, in words for everybody. What it keeps from paging, maintenance windows of its own do, which end with it. */
export const plannedWorkRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/planned-work',
    action: 'read',
    says: 'What is being done now and what comes, as status pages say it; what each keeps from paging, and how many alerts it keeps out now.',
    async run({ sql, desk }) {
      const at = desk.clock.at()
      const muting = await mutingByWork(sql, at)
      const none = { mutes: 'nothing', keptOut: 0 }
      return { work: (await listPlannedWork(sql, at)).map(one => ({ ...one, ...(muting.get(one.id) ?? none) })) }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/planned-work',
    action: 'respond',
    says: 'Announces work on the status pages that show these services, and keeps their alerts from paging meanwhile if it is to.',
    body: plannedWorkBody,
    async run({ desk, tx, who, body }) {
      if (body.endsAt <= desk.clock.at()) throw badField('endsAt', 'This has passed already.')
      if (body.endsAt <= body.startsAt) throw badField('endsAt', 'It cannot end before it starts.')
      for (const [n, service] of body.services.entries()) await needService(tx, service, `services.${n}`)
      const work = { id: newId(desk.clock.now()), ...body }
      const by = actorOf(who).name
      await addPlannedWork(tx, work, by, desk.clock.now())
      await muteMeanwhile(tx, work, by, desk.clock.now())
      return created({ ...work, keptOut: 0 })
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/planned-work/:id',
    action: 'respond',
    says: 'It is over, or does not come: the status pages say so no more, and what it kept from paging and still fires comes in.',
    async run({ desk, tx, params }) {
      const at = desk.clock.at()
      if (!(await endPlannedWork(tx, params.id, at))) throw notFound(`planned work ${params.id}`)
      for (const window of await windowsOfWork(tx, params.id, at)) await endSilence(tx, window, at)
      return {}
    },
  }),
]

/** A maintenance window for each of its services: what silences do, it does, and says on the timelines that it touches. */
async function muteMeanwhile(
  tx: Tx,
  work: PlannedWork & { mutes: Mutes },
  createdBy: string,
  now: Date,
): Promise<void> {
  if (work.mutes === 'nothing') return
  const at = now.toISOString()
  const span = { startsAt: work.startsAt > at ? work.startsAt : at, endsAt: work.endsAt }
  const wrong = wrongWindow(span, at, mostSilenced)
  if (wrong) throw badField(wrong.path, `${wrong.message} Announce it with "mutes": "nothing", or in parts.`)
  const reason = `Planned work: ${work.says}`.slice(0, 1_000).toWellFormed()
  for (const service of new Set(work.services))
    await saveSilence(tx, {
      id: newId(now),
      kind: 'maintenance',
      service,
      matchers: [],
      reason,
      ...span,
      ...(work.mutes === 'all-but-critical' && { spares: 'critical' as const }),
      plannedWork: work.id,
      createdBy,
      createdAt: at,
    })
}
