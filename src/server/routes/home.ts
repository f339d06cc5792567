import { z } from 'zod'
import { may, type Principal } from '../../access/may.ts'
import type { Desk } from '../../engine/desk.ts'
import type { Health } from '../../engine/health.ts'
import { fireline } from '../../incident/entry.ts'
import { unopened } from '../../incident/replay.ts'
import { firstGap } from '../../roster/gaps.ts'
import { standing } from '../../roster/standing.ts'
import { nextTurnOf } from '../../roster/turns.ts'
import { doubtAbout } from '../../steps/notify/policy-checks.ts'
import type { Sql } from '../../store/db.ts'
import { listServices } from '../../store/loaders.ts'
import { readSchedules } from '../../store/on-call.ts'
import { listPeople } from '../../store/people.ts'
import { lastAlertAt, senders } from '../../store/readiness.ts'
import { pagingNobody } from '../check-on-call.ts'
import { type Route, route } from '../route.ts'
import { allPolicies } from './on-call.ts'

/** What a person's first page says: am I on call, and would an alert reach anybody. */
export const homeRoutes = (health: Health, canMail: boolean): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/me/on-call',
    action: 'self',
    says: 'Am I on call: for what, until when, who comes then, who is called when I do not answer, what reaches me.',
    async run({ sql, desk, who }) {
      const [me, at] = [who.kind === 'nobody' ? '' : who.id, desk.clock.at()]
      const [schedules, policies, services, people, channels] = await Promise.all([
        readSchedules(sql),
        allPolicies(sql),
        listServices(sql),
        listPeople(sql),
        channelsOf(desk, sql),
      ])
      const named = (id: string) => ({ id, name: people.find(one => one.id === id)?.name ?? 'Somebody' })
      const slugs = new Set(policies.map(({ slug }) => slug))
      const policyOf = (policy = 'default') => (slugs.has(policy) ? policy : 'default')
      const stands = policies.map(({ slug, ...policy }) => {
        const { now, handOverTo, after, ...rest } = standing(policy, schedules, me, at)
        return {
          policy: slug,
          services: services.filter(one => policyOf(one.policy) === slug).map(({ slug, name }) => ({ slug, name })),
          now: now.map(named),
          ...rest,
          ...(handOverTo && { handOverTo: named(handOverTo) }),
          after: after.map(one => ({ ...one, people: one.people.map(named) })),
        }
      })
      const next = [...schedules].flatMap(([schedule, spec]) => {
        const turn = nextTurnOf(spec, me, at)
        return turn ? [{ schedule, from: turn.from }] : []
      })
      const soonest = next.sort((a, b) => (a.from < b.from ? -1 : 1))[0] ?? null
      return { policies: stands, next: soonest, channels: channels.get(me) ?? [] }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/readiness',
    action: 'read',
    says: 'Would an alert reach anybody: the proven path, what sends, who cannot be reached, whom a page may not wake, which policies page nobody, the next gap.',
    query: z.strictObject({ service: z.string().max(100).optional() }),
    async run({ sql, desk, who, query }) {
      const [lastAt, sending, people, channels, gaps] = await Promise.all([
        lastAlertAt(sql),
        senders(sql, query.service),
        listPeople(sql),
        channelsOf(desk, sql),
        gapsOf(sql, desk.clock.at()),
      ])
      const policies = await allPolicies(sql)
      const workers = people.filter(one => one.kind === 'person' && one.role !== 'viewer')
      const { ok, provenMsAgo } = health.promise()
      return {
        path: { ok, provenMsAgo: provenMsAgo ?? null },
        lastAlertAt: lastAt ?? null,
        senders: mayName(who)
          ? sending
          : sending.map(({ id, kind, service, lastAt }) => ({ id, kind, service, lastAt })),
        unreached: workers.filter(one => !channels.get(one.id)?.length).map(({ id, name }) => ({ id, name })),
        doubts: workers.flatMap(({ id, name }) => {
          const says = channels.get(id)?.length ? doubtAbout({ id, name }, { channels }) : undefined
          return says ? [{ id, name, says }] : []
        }),
        pagingNobody: await pagingNobody(sql, policies, canMail),
        gaps,
      }
    },
  }),
]

/** Who may read the list of integrations may read their names here. */
const mayName = (who: Principal) => may(who, 'settings:read')

/** Each person's channels, as a call would find them. */
function channelsOf(desk: Desk, sql: Sql): Promise<Map<string, string[]>> {
  const tx = { query: sql.query.bind(sql), afterwards: [] }
  return desk.loaders.channels(tx, unopened, { id: '', by: fireline, at: desk.clock.at(), body: {} })
}

/** Schedules that leave somebody's hour to nobody. */
async function gapsOf(sql: Sql, at: string): Promise<{ schedule: string; when: string }[]> {
  return [...(await readSchedules(sql))].flatMap(([schedule, spec]) => {
    const when = firstGap([spec], at)
    return when ? [{ schedule, when }] : []
  })
}
