import type { AskSpecs } from '../../incident/asks.ts'

/** What may be asked of this step. */
export const notifyAsks = {} satisfies AskSpecs
