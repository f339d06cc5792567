import type { AskSpecs } from '../../incident/asks.ts'

/** What happens on hosts: shells that were opened, checks, and what others do there. */
export const hostAsks = {} satisfies AskSpecs
