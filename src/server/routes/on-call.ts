import { z } from 'zod'
import { onCallAt } from '../../roster/schedule.ts'
import { type Policy, policySpec, scheduleSpec } from '../../roster/spec.ts'
import type { Sql } from '../../store/db.ts'
import { listServices } from '../../store/loaders.ts'
import {
  deleteSpec,
  firstPersonForEver,
  policyNamed,
  readPolicies,
  readSchedules,
  saveSpec,
  scheduleSpecs,
} from '../../store/on-call.ts'
import { listPeople } from '../../store/people.ts'
import { ApiError, notFound } from '../answer.ts'
import { checkPolicy, checkSchedule, warningsAbout } from '../check-on-call.ts'
import { needOnCallSlug } from '../fields.ts'
import { type Route, route } from '../route.ts'

const slugOf = (slug: string): string => {
  needOnCallSlug(slug)
  return slug
}

const putSchedule = (canMail: boolean) =>
  route({
    method: 'PUT',
    path: '/api/v1/schedules/:slug',
    action: 'settings:write',
    says: 'Who is on call when: layers of turns in one time zone, and overrides.',
    body: scheduleSpec,
    async run({ tx, desk, params, body, request }) {
      const slug = slugOf(params.slug)
      const warnings = await checkSchedule(tx, slug, body, desk.clock.at(), canMail)
      // As it was sent: durations and days stay the words that people wrote.
      await saveSpec(tx, 'schedule', slug, request.body)
      return { id: slug, slug, ...(request.body as object), warnings }
    },
  })

const putPolicy = (canMail: boolean) =>
  route({
    method: 'PUT',
    path: '/api/v1/policies/:slug',
    action: 'settings:write',
    says: 'Whom an incident calls, in which order, and who comes last. One that would page nobody is refused; `warnings` say whom a page may not reach or not wake.',
    body: policySpec,
    async run({ tx, desk, params, body }) {
      const slug = slugOf(params.slug)
      const warnings = await checkPolicy(tx, body, desk.clock.at(), canMail)
      await saveSpec(tx, 'policy', slug, body)
      return { id: slug, slug, ...body, warnings }
    },
  })

/** Nothing that is still used is deleted: the sentence names what uses it. */
const deleteSchedule = route({
  method: 'DELETE',
  path: '/api/v1/schedules/:slug',
  action: 'settings:write',
  says: 'Deletes a schedule that no policy names.',
  async run({ tx, params }) {
    const users = [...(await readPolicies(tx))].filter(([, policy]) => namesSchedule(policy, params.slug))
    if (users.length > 0)
      throw inUse(
        `${said(
          'policy',
          'policies',
          users.map(([slug]) => slug),
        )} it. Take it out there first.`,
      )
    if (!(await deleteSpec(tx, 'schedule', params.slug))) throw notFound(`schedule ${params.slug}`)
    return { id: params.slug }
  },
})

const deletePolicy = route({
  method: 'DELETE',
  path: '/api/v1/policies/:slug',
  action: 'settings:write',
  says: 'Deletes a policy that no service goes by. Without one of its own, "default" is the first person, for ever.',
  async run({ tx, params }) {
    const users = (await listServices(tx)).filter(one => one.policy === params.slug).map(one => one.slug)
    if (users.length > 0) throw inUse(`${said('service', 'services', users)} it. Give them another policy first.`)
    if (!(await deleteSpec(tx, 'policy', params.slug))) throw notFound(`policy ${params.slug}`)
    return { id: params.slug }
  },
})

const namesSchedule = ({ steps, fallback }: Policy, slug: string): boolean =>
  [...steps.flatMap(step => step.notify), ...(fallback ? [fallback] : [])].some(
    one => 'schedule' in one && one.schedule === slug,
  )
const inUse = (message: string) => new ApiError(409, 'in-use', message)
const said = (one: string, many: string, slugs: string[]): string =>
  slugs.length === 1 ? `The ${one} "${slugs[0]}" uses` : `The ${many} ${slugs.map(slug => `"${slug}"`).join(', ')} use`

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

const getPolicy = (canMail: boolean) =>
  route({
    method: 'GET',
    path: '/api/v1/policies/:slug',
    action: 'read',
    says: 'One policy, and whom a page of it may not reach or not wake; `default` is there from the first start.',
    run: async ({ sql, params }) => {
      const own = await policyNamed(sql, params.slug)
      if (!own && params.slug !== 'default') throw notFound(`policy ${params.slug}`)
      const policy = own ?? (await firstPersonForEver(sql))
      return { id: params.slug, slug: params.slug, ...policy, warnings: await warningsAbout(sql, policy, canMail) }
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

/** `canMail`: everybody with an address is reached by mail. */
export const onCallRoutes = (canMail: boolean): Route[] => [
  putSchedule(canMail),
  getSchedule,
  deleteSchedule,
  list,
  putPolicy(canMail),
  getPolicy(canMail),
  deletePolicy,
  listPolicies,
  onCall,
]
