import { setImmediate as breath } from 'node:timers/promises'
import { z } from 'zod'
import type { ServiceReady } from '../../api/ready.ts'
import { isDrill, type Service } from '../../catalog/service.ts'
import { fireline } from '../../incident/entry.ts'
import { unopened } from '../../incident/replay.ts'
import { mayBeCalled } from '../../roster/may-be-called.ts'
import { standing } from '../../roster/standing.ts'
import { affords, type Took } from '../../steps/change/affords.ts'
import type { RunbookStore } from '../../steps/consult/runbook-store.ts'
import { wantedOf } from '../../steps/consult/wanted.ts'
import { type BeforeTheFire, type Called, type Drilled, type HoldsData, readyFor } from '../../steps/notify/ready.ts'
import { listServices } from '../../store/loaders.ts'
import { readSchedules } from '../../store/on-call.ts'
import { listPeople } from '../../store/people.ts'
import { alertKinds, lastAnswers, lastResolved } from '../../store/ready.ts'
import { type LastProof, type LastRehearsal, lastProofs, lastRehearsals } from '../../store/rehearsals.ts'
import { listStandBys } from '../../store/stand-bys.ts'
import { notFound } from '../answer.ts'
import { type Call, type Route, route } from '../route.ts'
import { allPolicies } from './on-call.ts'

const lookBackMs = 90 * 86_400_000

/** Ready before the fire: what a service has of what it will need, each thing shown, not assumed. */
export const readyRoutes = (runbook: RunbookStore): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/readiness/services',
    action: 'read',
    says: 'Of each service whether it has an owner, somebody on call who can be woken, who answered a page lately, and pages for its alerts.',
    query: z.strictObject({ service: z.string().max(100).optional() }),
    async run({ sql, desk, query }): Promise<{ services: ServiceReady[] }> {
      const every = await listServices(sql)
      const all = every.filter(one => !isDrill(one))
      const drills = await lastResolved(
        sql,
        every.filter(isDrill).map(({ slug }) => slug),
      )
      const services = all.filter(one => query.service === undefined || one.slug === query.service)
      if (services.length === 0 && query.service !== undefined) throw notFound(`service ${query.service}`)
      const [called, pages] = [await calledFor({ sql, desk }), await pagesFor({ sql, desk }, runbook, query.service)]
      const data = withOtherWays(await lastRehearsals(sql), await lastProofs(sql))
      const standBys = await listStandBys(sql)
      const at = desk.clock.at()
      return {
        services: services.map(one => {
          const own = { data: dataOf(data, one.slug), standBys: standBys.filter(({ service }) => service === one.slug) }
          const trained = drilledOf(one, every, drills)
          const ticks = readyFor({ owner: one.owner, ...called(one), alerts: pages(one.slug), ...own, ...trained }, at)
          return { service: one.slug, name: one.name, isReady: ticks.every(({ is }) => is === 'yes'), ticks }
        }),
      }
    },
  }),
]

/** A drill is a service's own when one of the two names the other as its twin. */
function drilledOf(
  service: Service,
  every: readonly Service[],
  drills: readonly Drilled[],
): Pick<BeforeTheFire, 'drilled'> {
  const [last] = drills
  if (!last) return {}
  const isTwin = (slug: string) =>
    service.twin === slug || every.some(one => one.slug === slug && one.twin === service.slug)
  const own = drills.find(one => isTwin(one.service))
  return { drilled: { last, ...(own && { own }) } }
}

type KnownData = LastRehearsal & { also: LastProof[] }

/** What a rehearsal proved is told already; every other way to copy the same thing has its own last proof. */
const withOtherWays = (rehearsed: readonly LastRehearsal[], proofs: readonly LastProof[]): KnownData[] =>
  rehearsed.map(one => ({
    ...one,
    also: proofs.filter(({ resource, driver }) => resource === one.resource && driver !== one.driver),
  }))

const dataOf = (all: readonly KnownData[], service: string): HoldsData[] =>
  all
    .filter(one => one.service === service)
    .map(({ resource, provenAt, level, ms, phases, budgetMinutes, also, failedAt, why }) => ({
      resource,
      also: also.map(({ driver, level, at }) => ({ driver, level, provenAt: at })),
      ...(provenAt && level && { provenAt, level, ...dear({ ms, level, phases }, budgetMinutes) }),
      ...(failedAt && { failedAt, why: why ?? '' }),
    }))

function dear(took: Took, budgetMinutes: number | null): Pick<HoldsData, 'affords'> {
  const afforded = affords(took, budgetMinutes ?? undefined)
  return afforded.level === took.level ? {} : { affords: afforded.says }
}

type Looks = Pick<Call, 'sql' | 'desk'>

async function calledFor({ sql, desk }: Looks) {
  const at = desk.clock.at()
  const tx = { query: sql.query.bind(sql), afterwards: [] }
  const [schedules, policies, people, answers] = await Promise.all([
    readSchedules(sql),
    allPolicies(sql),
    listPeople(sql),
    lastAnswers(sql),
  ])
  const channels = await desk.loaders.channels(tx, unopened, { id: '', by: fireline, at, body: {} })
  const named = (id: string): Called[] => {
    const person = people.find(one => one.id === id)
    return person ? [{ name: person.name, channels: channels.get(id) ?? [], answeredAt: answers.get(id) }] : []
  }
  return ({ policy = 'default' }: Service) => {
    const own = policies.find(({ slug }) => slug === policy) ?? policies.find(({ slug }) => slug === 'default')
    const now = own ? standing(own, schedules, '', at).now : []
    const later = own ? mayBeCalled(own, schedules).filter(id => !now.includes(id)) : []
    return { first: now.flatMap(named), others: later.flatMap(named) }
  }
}

/** Each kind of alert is looked for as its incident would be; between them others get their turn. */
async function pagesFor({ sql, desk }: Looks, runbook: RunbookStore, service?: string) {
  const kinds = await alertKinds(sql, new Date(desk.clock.now().getTime() - lookBackMs), service)
  const book = await runbook.book()
  const found = new Map<string, { kinds: number; withPage: number }>()
  for (const kind of kinds) {
    const count = found.get(kind.service) ?? { kinds: 0, withPage: 0 }
    const has = book.offers(wantedOf({ ...kind, alerts: [kind] }), 1).length > 0
    found.set(kind.service, { kinds: count.kinds + 1, withPage: count.withPage + (has ? 1 : 0) })
    await breath()
  }
  return (slug: string) => found.get(slug) ?? { kinds: 0, withPage: 0 }
}
