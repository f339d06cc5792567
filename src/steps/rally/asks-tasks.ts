import type { AskSpecs } from '../../incident/asks.ts'

/** Tasks: who does what until when. */
export const taskAsks = {} satisfies AskSpecs
