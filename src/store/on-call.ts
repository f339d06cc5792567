import type { Service } from '../catalog/service.ts'
import type { Ask } from '../incident/decision.ts'
import type { Incident } from '../incident/incident.ts'
import type { Known } from '../incident/known.ts'
import type { Person } from '../roster/person.ts'
import type { FrozenPolicy, OnCallPolicy } from '../roster/policy.ts'
import { onCallAt, type Schedule } from '../roster/schedule.ts'
import { type Policy, policySpec, scheduleSpec, toSchedule } from '../roster/spec.ts'
import type { Row, Sql, Tx } from './db.ts'
import { loadPeople, loadService } from './loaders.ts'
import { madeOnce } from './made-once.ts'
import { type KeptOverride, readOverrides } from './overrides.ts'

type Loader<K extends keyof Known> = (tx: Tx, was: Incident, ask: Ask<unknown>) => Promise<Known[K]>

/**
 * The policy that the incident opened with, its people as of the ask: who is on call is looked up, which steps there are is not.
 * The service's policy as it is now where none was held on to, or where nobody whom it named is there any more.
 */
export const loadPolicy: Loader<'policy'> = async (tx, was, ask) => {
  const [people, schedules] = await Promise.all([loadPeople(tx, was, ask), readSchedules(tx)])
  const frozen = was.policy && policyAsOf(was.policy, people, schedules, ask.at)
  if (frozen && namesSomebody(frozen)) return frozen
  return policyAsOf(await policyNow(tx, await loadService(tx, was, ask), schedules), people, schedules, ask.at)
}

const namesSomebody = ({ steps, fallback }: OnCallPolicy): boolean =>
  fallback.length > 0 || steps.some(step => step.people.length > 0)

export const loadPolicySpec: Loader<'policySpec'> = async (tx, was, ask) => {
  const [service, schedules] = await Promise.all([loadService(tx, was, ask), readSchedules(tx)])
  return policyNow(tx, service, schedules)
}

async function policyNow(tx: Tx, service: Service, schedules: Map<string, Schedule>): Promise<FrozenPolicy> {
  const own = service.policy ? await policyNamed(tx, service.policy) : undefined
  const slug = own && service.policy ? service.policy : 'default'
  const policy = own ?? (await policyNamed(tx, 'default')) ?? (await firstPersonForEver(tx))
  return { slug, zone: zoneOf(policy, schedules), ...policy }
}

export const loadOnCall: Loader<'onCall'> = async (tx, was, ask) => {
  const people = await loadPeople(tx, was, ask)
  const schedules = await readSchedules(tx)
  return new Map([...schedules].map(([slug, one]) => [slug, people.get(onCallAt(one, ask.at) ?? '')]))
}

/** Its people as of that moment; a person who left or a schedule that is gone is nobody. */
export function policyAsOf(
  { slug, zone, steps, repeat, repeatAfterMs, fallback }: FrozenPolicy,
  people: Map<string, Person>,
  schedules: Map<string, Schedule>,
  at: string,
): OnCallPolicy {
  const whom = (one: Policy['steps'][number]['notify'][number]): Person[] => {
    const schedule = 'schedule' in one ? schedules.get(one.schedule) : undefined
    const id = 'person' in one ? one.person : schedule && onCallAt(schedule, at)
    const person = people.get(id ?? '')
    return person ? [person] : []
  }
  return {
    slug,
    steps: steps.map(({ afterMs, notify }) => ({ afterMs, people: notify.flatMap(whom) })),
    repeat,
    repeatAfterMs,
    fallback: fallback ? whom(fallback) : [],
    zone,
  }
}

/** Where its people live: the zone of the first schedule that it names. */
function zoneOf({ steps, fallback }: Policy, schedules: Map<string, Schedule>): string {
  const named = [...steps.flatMap(step => step.notify), ...(fallback ? [fallback] : [])]
  return named.flatMap(one => ('schedule' in one ? (schedules.get(one.schedule)?.zone ?? []) : []))[0] ?? 'UTC'
}

/** What a first start goes by; nobody until there is a first person. */
export async function firstPersonForEver(sql: Sql): Promise<Policy> {
  const { rows } = await sql.query<{ id: string }>(
    `select id from person where kind = 'person' and disabled_at is null order by created_at, id limit 1`,
  )
  const notify = rows.map(({ id }) => ({ person: id }))
  return { steps: [{ afterMs: 0, notify }], repeat: 0, repeatAfterMs: 300_000 }
}

interface SpecRow extends Row {
  slug: string
  spec: unknown
}

/** With every override: those that were sent with a schedule, and above them those that were added by themselves. */
export async function readSchedules(sql: Sql): Promise<Map<string, Schedule>> {
  const [specs, added] = await Promise.all([scheduleSpecs(sql), readOverrides(sql)])
  return madeOnce(specs, [added], () => schedulesOf(specs, added))
}

function schedulesOf(specs: Map<string, unknown>, added: readonly KeptOverride[]): Map<string, Schedule> {
  return new Map(
    [...specs].map(([slug, spec]) => {
      const schedule = toSchedule(scheduleSpec.parse(spec))
      const mine = added.filter(one => one.schedule === slug)
      return [slug, { ...schedule, overrides: [...schedule.overrides, ...mine] }]
    }),
  )
}

/** As they were sent. */
export async function scheduleSpecs(sql: Sql): Promise<Map<string, unknown>> {
  const { rows } = await sql.query<SpecRow>('select slug, spec from schedule order by slug')
  return madeOnce(rows, [], () => new Map(rows.map(({ slug, spec }) => [slug, spec])))
}

export async function readPolicies(sql: Sql): Promise<Map<string, Policy>> {
  const { rows } = await sql.query<SpecRow>('select slug, spec from policy order by slug')
  return new Map(rows.map(({ slug, spec }) => [slug, policySpec.parse(spec)]))
}

export async function policyNamed(sql: Sql, slug: string): Promise<Policy | undefined> {
  const { rows } = await sql.query<SpecRow>('select slug, spec from policy where slug = $1', [slug])
  return madeOnce(rows, [], () => rows[0] && policySpec.parse(rows[0].spec))
}

export async function saveSpec(tx: Tx, table: 'schedule' | 'policy', slug: string, spec: unknown): Promise<void> {
  await tx.query(
    `insert into ${table} (slug, spec) values ($1, $2) on conflict (org, slug) do update set spec = excluded.spec`,
    [slug, JSON.stringify(spec)],
  )
}

export async function deleteSpec(tx: Tx, table: 'schedule' | 'policy', slug: string): Promise<boolean> {
  const { rowCount } = await tx.query(`delete from ${table} where slug = $1`, [slug])
  return rowCount === 1
}
