import type { Fallback } from '../../engine/fallback.ts'
import type { Health } from '../../engine/health.ts'
import { reachState } from '../../steps/notify/reach-check.ts'
import { forgetNode } from '../../store/nodes.ts'
import { reachChecks } from '../../store/reach-checks.ts'
import { notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'

/** Whether every page leaves, and what shows it. */
export const proofRoutes = (health: Health, fallback: Pick<Fallback, 'says' | 'last'>): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/promise',
    action: 'read',
    says: 'Whether pages leave: the last canary, what is late of which incident, which nodes serve, and whom the way of last resort told.',
    async run() {
      const { ok, why, provenMsAgo, auditedMsAgo, late, nodes, notes } = health.promise()
      return {
        ok,
        why,
        provenMsAgo: provenMsAgo ?? null,
        auditedMsAgo: auditedMsAgo ?? null,
        late: late.map(({ what, incident, number, dueAt, lateMs, says }) => ({
          what,
          ...(incident && { incident, number }),
          dueAt,
          lateMs,
          says,
        })),
        nodes,
        notes,
        fallback: { is: fallback.says ?? null, last: fallback.last() ?? null },
      }
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/nodes/:id',
    action: 'settings:write',
    says: 'A node that vanished will not come back: it is no longer missed.',
    async run({ tx, desk, params }) {
      if (await forgetNode(tx, params.id, desk.clock.now())) return { id: params.id }
      throw notFound('node that vanished by this id')
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/reach-checks',
    action: 'read',
    says: 'The last shifts that began: who was asked over which channels whether a page reaches them, and who answered.',
    async run({ sql, desk }) {
      const at = desk.clock.at()
      return { checks: (await reachChecks(sql)).map(one => ({ ...one, state: reachState(one, at) })) }
    },
  }),
]
