import type { z } from 'zod'
import { firstGap } from '../roster/gaps.ts'
import type { Schedule } from '../roster/schedule.ts'
import { type Policy, type scheduleSpec, toSchedule } from '../roster/spec.ts'
import type { Tx } from '../store/db.ts'
import { readPolicies, readSchedules } from '../store/on-call.ts'
import { listPeople } from '../store/people.ts'
import { badField } from './answer.ts'

type Whom = Policy['steps'][number]['notify'][number]

/** Throws the field that is wrong: somebody who is not there, or a policy that this schedule would leave with nobody on call. */
export async function checkSchedule(
  tx: Tx,
  slug: string,
  spec: z.output<typeof scheduleSpec>,
  at: string,
): Promise<void> {
  const people = await everybody(tx)
  for (const [n, { people: named }] of spec.layers.entries())
    for (const [m, id] of named.entries()) if (!people.has(id)) throw noSuchPerson(`layers.${n}.people.${m}`, id)
  for (const [n, { person }] of spec.overrides.entries())
    if (!people.has(person)) throw noSuchPerson(`overrides.${n}.person`, person)
  const schedules = (await readSchedules(tx)).set(slug, toSchedule(spec))
  for (const [name, policy] of await readPolicies(tx)) {
    const gap = isAbout(policy, slug) && gapOf(policy, schedules, at)
    if (gap)
      throw badField(
        'layers',
        `The policy "${name}" would have nobody on call ${gap}. Close the gap, or give it a fallback.`,
      )
  }
}

/** Throws the field that is wrong: a person or a schedule that is not there, or a time when nobody would be on call. */
export async function checkPolicy(tx: Tx, policy: Policy, at: string): Promise<void> {
  const people = await everybody(tx)
  const schedules = await readSchedules(tx)
  const check = (whom: Whom, path: string) => {
    if ('person' in whom && !people.has(whom.person)) throw noSuchPerson(`${path}.person`, whom.person)
    if ('schedule' in whom && !schedules.has(whom.schedule))
      throw badField(`${path}.schedule`, `There is no schedule "${whom.schedule}".`)
  }
  for (const [n, { notify }] of policy.steps.entries())
    for (const [m, whom] of notify.entries()) check(whom, `steps.${n}.notify.${m}`)
  if (policy.fallback) check(policy.fallback, 'fallback')
  const gap = gapOf(policy, schedules, at)
  if (gap) throw badField('fallback', `Nobody is on call ${gap}. Close the gap, or name a fallback.`)
}

async function everybody(tx: Tx): Promise<Set<string>> {
  return new Set((await listPeople(tx)).filter(one => one.kind === 'person').map(one => one.id))
}

const noSuchPerson = (path: string, id: string) => badField(path, `There is no person ${id}.`)

const everyone = ({ steps, fallback }: Policy): Whom[] => [
  ...steps.flatMap(step => step.notify),
  ...(fallback ? [fallback] : []),
]
const isAbout = (policy: Policy, slug: string): boolean =>
  everyone(policy).some(one => 'schedule' in one && one.schedule === slug)

/** A person is always there; schedules have to close each other's gaps. */
function gapOf(policy: Policy, schedules: Map<string, Schedule>, at: string): string | undefined {
  const named = everyone(policy)
  if (named.some(one => 'person' in one)) return undefined
  return firstGap(
    named.flatMap(one => ('schedule' in one ? (schedules.get(one.schedule) ?? []) : [])),
    at,
  )
}
