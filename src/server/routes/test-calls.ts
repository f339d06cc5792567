import { z } from 'zod'
import { may, type Principal } from '../../access/may.ts'
import type { Outside } from '../../engine/outside.ts'
import { channelsOf } from '../../store/contacts.ts'
import { personById } from '../../store/people.ts'
import { addTestCall, tapTestCall, testCallById, testCallByToken, testCallsOf } from '../../store/test-calls.ts'
import { Answer, ApiError, created, notFound } from '../answer.ts'
import { sentencePage } from '../capability-page.ts'
import { type Route, route } from '../route.ts'
import { slowDown } from '../slow-down.ts'
import { pageHeaders, testPage } from '../test-page.ts'

/** "Page me as a test": the real way to a person, without an incident. */
export function testCallRoutes({ secrets, mail }: Outside): Route[] {
  const slow = slowDown()
  return [
    route({
      method: 'POST',
      path: '/api/v1/people/:person/contacts/:contact/test',
      action: 'self',
      says: 'Pages this person over this contact as a test, marked TEST: owed, tried and answered like a real page, but of no incident.',
      async run({ tx, desk, who, params }) {
        const askedBy = mine(who, params.person)
        const person = await personById(tx, params.person)
        if (person?.kind !== 'person') throw notFound('such person')
        const channels = await channelsOf(tx, person.id, mail !== undefined)
        if (!channels.includes(params.contact))
          throw new ApiError(404, 'not-found', `${person.name} has no ${params.contact} yet: set it up first.`)
        slow(desk, person.id, 6)
        const id = await addTestCall(
          tx,
          secrets,
          { person: person.id, channel: params.contact, askedBy },
          desk.clock.now(),
        )
        tx.afterwards.push(() => desk.wake())
        return created({ ...(await testCallById(tx, id)) })
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/people/:person/tests',
      action: 'self',
      says: 'The last test pages of this person: how far each came, and what the receiver answered.',
      async run({ sql, who, params }) {
        mine(who, params.person)
        if (!(await personById(sql, params.person))) throw notFound('such person')
        return { tests: await testCallsOf(sql, params.person) }
      },
    }),
    route({
      method: 'GET',
      path: '/t/:token',
      action: 'public',
      says: 'The page behind the link of a test.',
      async run({ sql, params, reply }) {
        const test = await testCallByToken(sql, params.token)
        reply.headers(pageHeaders)
        if (test) return new Answer(200, testPage(test, `/t/${params.token}`))
        return new Answer(404, sentencePage('This link is not known', 'Perhaps it was cut in two on its way.'))
      },
    }),
    route({
      method: 'POST',
      path: '/t/:token',
      action: 'public',
      says: 'Its one button: it rang.',
      body: z.record(z.string().max(40), z.string().max(100)),
      bodyLimit: 4 * 1024,
      async run({ tx, desk, params, reply }) {
        reply.headers(pageHeaders)
        if (!(await tapTestCall(tx, params.token, desk.clock.now())))
          return new Answer(404, sentencePage('This link is not known', 'Perhaps it was cut in two on its way.'))
        reply.header('location', `/t/${params.token}`)
        return new Answer(303, '')
      },
    }),
  ]
}

function mine(who: Principal, person: string): string {
  if (who.kind !== 'nobody' && (who.id === person || may(who, 'people:write'))) return who.id
  throw new ApiError(403, 'not-allowed', 'Only an admin does this for others.')
}
