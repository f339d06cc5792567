import type { Perform } from '../engine/perform.ts'

/** Nothing here knows a proxy: it is left to a node that does. */
export const moveTraffic: Perform<'move-traffic'> = async () => ({
  outcome: 'retry',
  answer: 'this node knows no proxy',
  afterMs: 5_000,
})
