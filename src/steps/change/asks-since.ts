import type { AskSpecs } from '../../incident/asks.ts'

/** What became of things since a change, and what changed without a copy. */
export const sinceAsks = {} satisfies AskSpecs
