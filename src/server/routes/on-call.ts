import { z } from 'zod'
import { onCallAt } from '../../roster/schedule.ts'
import { type Policy, policySpec, scheduleSpec } from '../../roster/spec.ts'
import type { Sql } from '../../store/db.ts'
import {
  firstPersonForEver,
  policyNamed,
  readPolicies,
  readSchedules,
  saveSpec,
  scheduleSpecs,
} from '../../store/on-call.ts'
import { listPeople } from '../../store/people.ts'
import { notFound } from '../answer.ts'
import { checkPolicy, checkSchedule } from '../check-on-call.ts'
import { needOnCallSlug } from '../fields.ts'
import { type Route, route } from '../route.ts'

const slugOf = (slug: string): string => {
  needOnCallSlug(slug)
  return slug
}

const putSchedule = route({
  method: 'PUT',
  path: '/api/v1/schedules/:slug',
  action: 'settings:write',
  says: 'Who is on call when: layers of turns in one time zone, and overrides.',
  body: scheduleSpec,
  async run({ tx, desk, params, body, request }) {
    const slug = slugOf(params.slug)
    await checkSchedule(tx, slug, body, desk.clock.at())
    // As it was sent: durations and days stay the words that people wrote.
    await saveSpec(tx, 'schedule', slug, request.body)
    return { id: slug, slug, ...(request.body as object) }
  },
})

const putPolicy = route({
  method: 'PUT',
  path: '/api/v1/policies/:slug',
  action: 'settings:write',
  says: 'Whom an incident calls, in which order, and who comes last.',
  body: policySpec,
  async run({ tx, desk, params, body }) {
    const slug = slugOf(params.slug)
    await checkPolicy(tx, body, desk.clock.at())
    await saveSpec(tx, 'policy', slug, body)
    return { id: slug, slug, ...body }
  },
})

const getSchedule = route({
  method: 'GET',
  path: '/api/v1/schedules/:slug',
  action: 'read',
  says: 'One schedule, as it was sent.',
  run: async ({ sql, params }) => {
    const spec = (await scheduleSpecs(sql)).get(params.slug)
    if (!spec) throw notFound(`schedule ${params.slug}`)
    return { id: params.slug, slug: params.slug, ...spec }
  },
})

const getPolicy = route({
  method: 'GET',
  path: '/api/v1/policies/:slug',
  action: 'read',
  says: 'One policy; `default` is there from the first start.',
  run: async ({ sql, params }) => {
    const own = await policyNamed(sql, params.slug)
    if (!own && params.slug !== 'default') throw notFound(`policy ${params.slug}`)
    return { id: params.slug, slug: params.slug, ...(own ?? (await firstPersonForEver(sql))) }
  },
})

const list = route({
  method: 'GET',
  path: '/api/v1/schedules',
  action: 'read',
  says: 'Every schedule.',
  run: async ({ sql }) => ({
    schedules: [...(await scheduleSpecs(sql))].map(([slug, spec]) => ({ id: slug, slug, ...(spec as object) })),
  }),
})

const listPolicies = route({
  method: 'GET',
  path: '/api/v1/policies',
  action: 'read',
  says: 'Every policy.',
  run: async ({ sql }) => ({ policies: await allPolicies(sql) }),
})

export async function allPolicies(sql: Sql): Promise<({ id: string; slug: string } & Policy)[]> {
  const policies = await readPolicies(sql)
  if (!policies.has('default')) policies.set('default', await firstPersonForEver(sql))
  return [...policies].map(([slug, policy]) => ({ id: slug, slug, ...policy }))
}

const onCall = route({
  method: 'GET',
  path: '/api/v1/on-call',
  action: 'read',
  says: 'Who is on call, now or at another time.',
  query: z.strictObject({ at: z.iso.datetime({ offset: true, message: 'A time in RFC 3339.' }).optional() }),
  async run({ sql, desk, query }) {
    const at = query.at ?? desk.clock.at()
    const people = await listPeople(sql)
    const who = (id: string | undefined) => {
      const person = people.find(one => one.id === id)
      return person ? { id: person.id, name: person.name } : null
    }
    const schedules = await readSchedules(sql)
    const turns = [...schedules].map(([schedule, spec]) => ({ schedule, person: who(onCallAt(spec, at)) }))
    const now = (whom: Policy['steps'][number]['notify'][number]) =>
      'person' in whom ? who(whom.person) : (turns.find(one => one.schedule === whom.schedule)?.person ?? null)
    const policies = (await allPolicies(sql)).map(({ slug, steps, fallback }) => ({
      policy: slug,
      steps: steps.map(({ afterMs, notify }) => ({ afterMs, people: notify.map(now).filter(one => one !== null) })),
      fallback: fallback ? now(fallback) : null,
    }))
    return { at: new Date(at).toISOString(), onCall: turns, policies }
  },
})

export const onCallRoutes = (): Route[] => [putSchedule, getSchedule, list, putPolicy, getPolicy, listPolicies, onCall]
