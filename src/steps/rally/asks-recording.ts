import type { AskSpecs } from '../../incident/asks.ts'

/** Recordings: how far they are held fast, and what is missing. */
export const recordingAsks = {} satisfies AskSpecs
