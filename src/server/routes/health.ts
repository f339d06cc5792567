import type { Health } from '../../engine/health.ts'
import { nodeSays } from '../../steps/notify/nodes.ts'
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
      // Anybody may ask: how many are late, how many serve; of which incidents, and where, only to who is signed in.
      run: async () => {
        const { late, nodes, ...promise } = health.promise()
        const vanished = nodes.filter(one => one.is === 'vanished').length
        const notes = vanished > 0 ? [nodeSays.someVanished(vanished)] : []
        const counted = { late: late.length, nodes: { up: nodes.length - vanished, vanished }, notes }
        return told({ ...promise, ...counted })
      },
    }),
  ]
}

const told = (state: { ok: boolean; why: string[] }): Answer => new Answer(state.ok ? 200 : 503, state)
