import type { Decide, Wanted } from '../incident/decision.ts'

/** Every command's decision by its name. Bodies were checked against the command's schema at the door. */
export type Road = Record<string, Decide<never, Wanted>>
