import type { Health } from '../../engine/health.ts'
import { Answer } from '../answer.ts'
import { type Route, route } from '../route.ts'

/** Live: the process answers. Ready: a 2xx would be kept. Promise: a canary alert went all the way through, and nothing is late. */
export function healthRoutes(health: Health): Route[] {
  return [
    route({
      method: 'GET',
      path: '/health/live',
      action: 'public',
      withoutDatabase: true,
      says: 'The process answers.',
      run: async () => ({ ok: true }),
    }),
    route({
      method: 'GET',
      path: '/health/ready',
      action: 'public',
      withoutDatabase: true,
      says: 'An alert answered 2xx would be kept.',
      run: async () => told(await health.ready()),
    }),
    route({
      method: 'GET',
      path: '/health/promise',
      action: 'public',
      withoutDatabase: true,
      says: 'A canary alert went all the way through in the last minute, and no page that should have left is late.',
      // Anybody may ask: how many are late, and of which incidents only to who is signed in.
      run: async () => {
        const { late, ...promise } = health.promise()
        return told({ ...promise, late: late.length })
      },
    }),
  ]
}

const told = (state: { ok: boolean; why: string[]; late?: number }): Answer => new Answer(state.ok ? 200 : 503, state)
