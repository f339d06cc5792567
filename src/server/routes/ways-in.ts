import { z } from 'zod'
import { may, type Principal } from '../../access/may.ts'
import type { Person } from '../../roster/person.ts'
import type { Sql } from '../../store/db.ts'
import { personById } from '../../store/people.ts'
import { digestOfSecret } from '../../store/tokens.ts'
import {
  endPerson,
  endSessionNamed,
  endToken,
  namedIn,
  otherAdmins,
  sessionsOf,
  setRole,
  tokensOf,
} from '../../store/ways-in.ts'
import { ApiError, badField, notFound } from '../answer.ts'
import { cookieName } from '../authenticate.ts'
import { type Route, route } from '../route.ts'

/** What a person may, and what they come in by: role, tokens, sessions, and the end of all of it. */
export function wayInRoutes(url: () => string): Route[] {
  return [...roleRoutes(), ...tokenRoutes(), ...openSessionRoutes(url)]
}

const roleRoutes = (): Route[] => [
  route({
    method: 'PUT',
    path: '/api/v1/people/:person/role',
    action: 'people:write',
    says: 'What a person may: viewer, responder or admin. One admin always stays.',
    body: z.strictObject({ role: z.enum(['viewer', 'responder', 'admin']) }),
    async run({ tx, params, body }) {
      const person = await theirs(tx, params.person)
      if (person.role === 'admin' && body.role !== 'admin') await oneAdminStays(tx, person, 'role')
      await setRole(tx, person.id, body.role)
      return { ...person, role: body.role }
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/people/:person',
    action: 'people:write',
    says: 'A person leaves: their tokens, sessions and contacts end now, what they did stays.',
    async run({ tx, desk, params }) {
      const person = await theirs(tx, params.person)
      if (person.role === 'admin') await oneAdminStays(tx, person, 'person')
      const places = await namedIn(tx, person.id)
      if (places.length > 0)
        throw badField('person', `${person.name} is named in ${places.join(', ')}. Put somebody else there first.`)
      await endPerson(tx, person.id, desk.clock.now())
      return { id: person.id }
    },
  }),
]

const tokenRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/people/:person/tokens',
    action: 'self',
    says: 'The API tokens of this person, by name; never the tokens themselves.',
    async run({ sql, who, params }) {
      mine(who, params.person)
      return { tokens: await tokensOf(sql, (await theirs(sql, params.person)).id) }
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/people/:person/tokens/:token',
    action: 'self',
    says: 'End an API token, now.',
    async run({ tx, desk, who, params }) {
      mine(who, params.person)
      const person = await theirs(tx, params.person)
      if (!(await endToken(tx, person.id, params.token, desk.clock.now()))) throw notFound('such token')
      return { id: params.token }
    },
  }),
]

const openSessionRoutes = (url: () => string): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/people/:person/sessions',
    action: 'self',
    says: 'Where this person is signed in.',
    async run({ sql, desk, who, params, request }) {
      mine(who, params.person)
      const secret = request.cookies[cookieName(url())]
      const person = await theirs(sql, params.person)
      const here = secret === undefined ? undefined : digestOfSecret(secret)
      return { sessions: await sessionsOf(sql, person.id, desk.clock.now(), here) }
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/people/:person/sessions/:session',
    action: 'self',
    says: 'Sign this person out there, now.',
    async run({ tx, desk, who, params }) {
      mine(who, params.person)
      const person = await theirs(tx, params.person)
      if (!(await endSessionNamed(tx, person.id, params.session, desk.clock.now()))) throw notFound('such session')
      return { id: params.session }
    },
  }),
]

async function theirs(sql: Sql, id: string): Promise<Person> {
  const person = await personById(sql, id)
  if (!person) throw notFound('such person')
  return person
}

function mine(who: Principal, person: string): void {
  if (who.kind !== 'nobody' && who.id === person) return
  if (!may(who, 'people:write')) throw new ApiError(403, 'not-allowed', 'Only an admin does this for others.')
}

async function oneAdminStays(tx: Parameters<typeof otherAdmins>[0], person: Person, path: string): Promise<void> {
  if (person.kind === 'service' || (await otherAdmins(tx, person.id)) > 0) return
  throw badField(path, `${person.name} is the only admin. Make somebody else one first.`)
}
