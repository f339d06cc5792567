import type { z } from 'zod'
import { firstGap } from '../roster/gaps.ts'
import type { Person } from '../roster/person.ts'
import type { Schedule } from '../roster/schedule.ts'
import { type Policy, type scheduleSpec, toSchedule } from '../roster/spec.ts'
import { canPage, doubtAbout, pagesNobody } from '../steps/notify/policy-checks.ts'
import { loadReachable } from '../store/contacts.ts'
import type { Sql, Tx } from '../store/db.ts'
import { readPolicies, readSchedules } from '../store/on-call.ts'
import { listPeople } from '../store/people.ts'
import { badField } from './answer.ts'

type Whom = Policy['steps'][number]['notify'][number]

/** What is saved all the same, and told: the field that it is about, and a sentence. */
export interface Warning {
  path: string
  says: string
}

/** Throws the field that is wrong: somebody who is not there, or a policy that this schedule would leave with nobody to page. */
export async function checkSchedule(
  tx: Tx,
  slug: string,
  spec: z.output<typeof scheduleSpec>,
  at: string,
  canMail: boolean,
): Promise<Warning[]> {
  const house = await readHouse(tx, canMail)
  const schedule = toSchedule(spec)
  for (const { path, id } of namedIn(schedule)) if (!house.people.has(id)) throw noSuchPerson(path, id)
  house.schedules.set(slug, schedule)
  const policies = [...(await readPolicies(tx))].filter(([, policy]) => isAbout(policy, slug))
  for (const [name, policy] of policies) {
    const gap = gapOf(policy, house.schedules, at)
    const closed = 'Close the gap, or give it a fallback.'
    if (gap) throw badField('layers', `The policy "${name}" would have nobody on call ${gap}. ${closed}`)
    const nobody = troubleWith(policy, house)
    if (nobody) throw badField('layers', `The policy "${name}" goes by this. ${nobody}`)
  }
  return [...(policies.length === 0 ? unusedGap(schedule, at) : []), ...doubts(namedIn(schedule), house)]
}

/** Throws the field that is wrong: a person or a schedule that is not there, a time when nobody would be on call, or that nobody would be paged. */
export async function checkPolicy(tx: Tx, policy: Policy, at: string, canMail: boolean): Promise<Warning[]> {
  const house = await readHouse(tx, canMail)
  for (const { path, whom } of everyone(policy)) {
    if ('person' in whom && !house.people.has(whom.person)) throw noSuchPerson(`${path}.person`, whom.person)
    if ('schedule' in whom && !house.schedules.has(whom.schedule))
      throw badField(`${path}.schedule`, `There is no schedule "${whom.schedule}".`)
  }
  const gap = gapOf(policy, house.schedules, at)
  if (gap) throw badField('fallback', `Nobody is on call ${gap}. Close the gap, or name a fallback.`)
  const nobody = troubleWith(policy, house)
  if (nobody) throw badField('steps', nobody)
  return doubts(meant(policy, house), house)
}

/** Whom a page of this policy may not reach or not wake, as things stand now. */
export async function warningsAbout(sql: Sql, policy: Policy, canMail: boolean): Promise<Warning[]> {
  const house = await readHouse(sql, canMail)
  return doubts(meant(policy, house), house)
}

/** The policies that would page nobody now, whatever held when they were saved. */
export async function pagingNobody(
  sql: Sql,
  policies: readonly ({ slug: string } & Policy)[],
  canMail: boolean,
): Promise<{ policy: string; says: string }[]> {
  const house = await readHouse(sql, canMail)
  return policies.flatMap(policy => {
    const says = troubleWith(policy, house)
    return says ? [{ policy: policy.slug, says }] : []
  })
}

/** Everyone who could be named, all schedules, and how each is reached. */
interface House {
  people: ReadonlyMap<string, Person>
  schedules: Map<string, Schedule>
  channels: Map<string, string[]>
  canMail: boolean
}

async function readHouse(sql: Sql, canMail: boolean): Promise<House> {
  const people = (await listPeople(sql)).filter(one => one.kind === 'person')
  const [schedules, channels] = [await readSchedules(sql), await loadReachable(canMail)(sql)]
  return { people: new Map(people.map(one => [one.id, one])), schedules, channels, canMail }
}

interface Named {
  path: string
  id: string
}

const noSuchPerson = (path: string, id: string) => badField(path, `There is no person ${id}.`)

const namedIn = ({ layers, overrides }: Schedule): Named[] => [
  ...layers.flatMap(({ people }, n) => people.map((id, m) => ({ path: `layers.${n}.people.${m}`, id }))),
  ...overrides.map(({ person }, n) => ({ path: `overrides.${n}.person`, id: person })),
]

const everyone = ({ steps, fallback }: Policy): { path: string; whom: Whom }[] => [
  ...steps.flatMap(({ notify }, n) => notify.map((whom, m) => ({ path: `steps.${n}.notify.${m}`, whom }))),
  ...(fallback ? [{ path: 'fallback', whom: fallback }] : []),
]

/** Whom a policy may come to page, each where it first names them. */
function meant(policy: Policy, { schedules }: House): Named[] {
  const all = everyone(policy).flatMap(({ path, whom }) => {
    const schedule = 'schedule' in whom ? schedules.get(whom.schedule) : undefined
    if ('person' in whom) return [{ path: `${path}.person`, id: whom.person }]
    return schedule ? namedIn(schedule).map(({ id }) => ({ path: `${path}.schedule`, id })) : []
  })
  return all.filter(({ id }, n) => all.findIndex(one => one.id === id) === n)
}

const isAbout = (policy: Policy, slug: string): boolean =>
  everyone(policy).some(({ whom }) => 'schedule' in whom && whom.schedule === slug)

/** A person is always there; schedules have to close each other's gaps. */
function gapOf(policy: Policy, schedules: Map<string, Schedule>, at: string): string | undefined {
  const named = everyone(policy).map(one => one.whom)
  if (named.some(one => 'person' in one)) return undefined
  return firstGap(
    named.flatMap(one => ('schedule' in one ? (schedules.get(one.schedule) ?? []) : [])),
    at,
  )
}

/** Until anybody here can be paged at all, no policy is to blame: it is saved, and the warnings say so. */
function troubleWith(policy: Policy, house: House): string | undefined {
  if (policy.pagesNobody || !canPage(house, house.canMail)) return undefined
  return pagesNobody(known(meant(policy, house), house), house)
}

const known = (named: Named[], { people }: House): Person[] => named.flatMap(({ id }) => people.get(id) ?? [])

const doubts = (named: Named[], house: House): Warning[] =>
  named.flatMap(({ path, id }, n) => {
    const person = house.people.get(id)
    const isFirst = named.findIndex(one => one.id === id) === n
    const says = person && isFirst && doubtAbout(person, house)
    return says ? [{ path, says }] : []
  })

function unusedGap(schedule: Schedule, at: string): Warning[] {
  const gap = firstGap([schedule], at)
  return gap ? [{ path: 'layers', says: `Nobody is on call ${gap}. No policy goes by this schedule yet.` }] : []
}
