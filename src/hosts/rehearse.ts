import type { Perform } from '../engine/perform.ts'

/** Nothing is rehearsed here: it is left to a node that does. */
export const rehearse: Perform<'rehearse'> = async () => ({
  outcome: 'retry',
  answer: 'this node rehearses nothing',
  afterMs: 60_000,
})
