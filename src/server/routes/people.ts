import { z } from 'zod'
import type { Outside } from '../../engine/outside.ts'
import { reachOf } from '../../steps/notify/wakes.ts'
import { channelsOf } from '../../store/contacts.ts'
import { addInvite, addPerson, addToken, listPeople, personById } from '../../store/people.ts'
import { ApiError, badField, created, notFound } from '../answer.ts'
import { peopleKnown } from '../as-of.ts'
import { qrSvg } from '../qr.ts'
import { type Route, route } from '../route.ts'

const role = z.enum(['viewer', 'responder', 'admin']).meta({
  title: 'Role',
  description: 'A viewer watches, a responder works on incidents, an admin also changes settings.',
  default: 'responder',
})
/** Names stand in headers, mails and terminals: one line, no control characters. */
const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u, 'One line without control characters.')

export const personBody = z.strictObject({
  name: line(120).meta({ title: 'Name' }),
  email: z.email().max(254).optional().meta({ title: 'Mail address', description: 'To sign in, and to be paged.' }),
  role,
  kind: z
    .enum(['person', 'service'])
    .optional()
    .meta({ title: 'Kind', description: 'A service is a script of yours with a token.', default: 'person' }),
})

export const inviteBody = z.strictObject({ role, team: line(60).optional().meta({ title: 'Team' }) })

export function peopleRoutes(url: () => string, { mail }: Pick<Outside, 'mail'>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/me',
      action: 'self',
      says: 'Who am I, what may I, and whether a page would wake me.',
      async run({ who, sql }) {
        if (who.kind !== 'person') return who
        return { ...who, wakes: reachOf(await channelsOf(sql, who.id, mail !== undefined)) }
      },
      fromCopy: ({ who }) => who,
    }),
    route({
      method: 'GET',
      path: '/api/v1/people',
      action: 'read',
      says: 'Everyone.',
      run: async ({ sql }) => ({ people: await listPeople(sql) }),
      fromCopy: ({ desk }) => ({ people: peopleKnown(desk) }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/people',
      action: 'people:write',
      says: 'Adds a person, or a service account with kind: service.',
      body: personBody,
      async run({ tx, desk, body }) {
        const person = await addPerson(tx, body, desk.clock.now())
        if (!person) throw badField('email', 'Somebody has this address already.')
        return created(person)
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/people/:person/tokens',
      action: 'self',
      says: 'Makes an API token; it is shown once.',
      answersSecret: true,
      body: z.strictObject({
        name: line(120),
        scopes: z.array(z.string().max(60)).max(50).optional(),
        expiresAt: z.iso.datetime().optional(),
      }),
      async run({ tx, desk, who, params, body }) {
        const mine = who.kind !== 'nobody' && who.id === params.person
        const isAdmin = who.kind !== 'nobody' && who.kind !== 'capability' && who.role === 'admin'
        if (!mine && !isAdmin) throw new ApiError(403, 'not-allowed', 'Only an admin makes tokens for others.')
        if (!(await personById(tx, params.person))) throw notFound('such person')
        return created(await addToken(tx, params.person, body, desk.clock.now()))
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/invites',
      action: 'people:write',
      says: 'A one-use link to join, valid for 7 days, and the same as a QR code.',
      answersSecret: true,
      body: inviteBody,
      async run({ tx, desk, who, body }) {
        const madeBy = who.kind === 'nobody' ? undefined : who.id
        const secret = await addInvite(tx, { ...body, madeBy, validMs: 7 * 24 * 3_600_000 }, desk.clock.now())
        const link = `${url()}/join#${secret}`
        return created({ url: link, svg: qrSvg(link) })
      },
    }),
  ]
}
