import type { Health } from '../../engine/health.ts'
import { Answer } from '../answer.ts'
import { type Route, route } from '../route.ts'

/** Live: the process answers. Ready: a 2xx would be kept. Promise: a canary alert went all the way through. */
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
      says: 'A canary alert went all the way through in the last minute.',
      run: async () => told(health.promise()),
    }),
  ]
}

const told = (state: { ok: boolean; why: string[] }): Answer => new Answer(state.ok ? 200 : 503, state)
