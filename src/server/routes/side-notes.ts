import { z } from 'zod'
import { newId } from '../../engine/id.ts'
import { heard, saidBeside } from '../../hosts/side-channel.ts'
import { hearsBeside, whyNotBeside } from '../../steps/rally/side-channel.ts'
import { readHead } from '../../store/head.ts'
import { addSideNote, sideNotesOf } from '../../store/side-notes.ts'
import { holdTimeline } from '../../store/timeline.ts'
import { ApiError, created, notFound, refused } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'

const body = z.strictObject({ text: z.string().trim().min(1, 'Some words.').max(2_000) })

/** What is said beside the lead's ear: never on the timeline, in no chat and no letter. */
export const sideNoteRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/incidents/:incident/side-notes',
    action: 'read',
    says: 'What is said beside the lead: to everybody but the lead, and to all once it is resolved. `hears`: whether you are told now.',
    async run({ sql, who, params }) {
      const me = actorOf(who)
      // Notes first: one that is said after them was said to who does not lead now.
      const notes = await sideNotesOf(sql, params.incident)
      const is = (await readHead(sql, params.incident)) ?? missing(params.incident)
      return {
        hears: hearsBeside(is, {}, me),
        notes: notes.filter(note => hearsBeside(is, note, me)).map(heard),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/incidents/:incident/side-notes',
    action: 'object',
    says: 'Say something beside the lead, who hears it when it is over. Observers may, too.',
    body,
    async run({ desk, tx, who, params, body: { text } }) {
      if (who.kind === 'service')
        throw new ApiError(403, 'not-allowed', 'A service account may not do this; a person may.')
      const me = actorOf(who)
      await holdTimeline(tx, params.incident)
      const is = (await readHead(tx, params.incident)) ?? missing(params.incident)
      const no = whyNotBeside(is, me.id, text)
      if (no) return refused(no)
      const id = newId(desk.clock.now())
      const keptFrom = is.status === 'resolved' ? undefined : is.lead
      const note = { id, text, at: desk.clock.at(), ...(keptFrom && { keptFrom }) }
      await addSideNote(tx, params.incident, note, me)
      tx.afterwards.push(() => saidBeside(desk, params.incident, id))
      return created({ note: heard({ ...note, by: me.name }) })
    },
  }),
]

function missing(incident: string): never {
  throw notFound(`incident ${incident}`)
}
