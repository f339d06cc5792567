import { z } from 'zod'
import { onCallAt } from '../../roster/schedule.ts'
import { addNote, newestNotes } from '../../store/shift-notes.ts'
import { created } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'
import { mustBeMine, scheduleNamed } from '../shift-people.ts'

const notes = z.strictObject({ text: z.string().trim().min(1, 'Some words.').max(2_000) })

/** What who goes off call leaves for who comes: the newest stands on the on-call page. */
export const shiftNoteRoutes = (): Route[] => [
  route({
    method: 'POST',
    path: '/api/v1/schedules/:slug/notes',
    action: 'respond',
    says: 'Leaves a note for who is on call next: whoever is on call now, or an admin.',
    body: notes,
    async run({ tx, desk, who, params, body }) {
      const { id } = actorOf(who)
      const { schedule } = await scheduleNamed(tx, params.slug)
      const onCall = onCallAt(schedule, desk.clock.at())
      mustBeMine(who, onCall ?? id, 'Who is on call leaves the note.')
      await addNote(tx, params.slug, { person: id, text: body.text }, desk.clock.now())
      return created({ schedule: params.slug, note: (await newestNotes(tx)).get(params.slug) })
    },
  }),
]
