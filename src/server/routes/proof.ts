import type { Fallback } from '../../engine/fallback.ts'
import type { Health } from '../../engine/health.ts'
import { type Route, route } from '../route.ts'

/** Whether every page leaves, and what shows it. */
export const proofRoutes = (health: Health, fallback: Pick<Fallback, 'says' | 'last'>): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/promise',
    action: 'read',
    says: 'Whether pages leave: the last canary, what is late of which incident, and whom the way of last resort told.',
    async run() {
      const { ok, why, provenMsAgo, auditedMsAgo, late } = health.promise()
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
        fallback: { is: fallback.says ?? null, last: fallback.last() ?? null },
      }
    },
  }),
]
