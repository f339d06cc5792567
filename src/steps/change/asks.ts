import type { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'
import { changingAsks } from './asks-change.ts'
import { copyAsks } from './asks-copies.ts'
import { sinceAsks } from './asks-since.ts'
import { trafficAsks } from './asks-traffic.ts'

/** What may be asked of this step, a file for each kind of it. */
export const changeAsks = { ...changingAsks, ...copyAsks, ...sinceAsks, ...trafficAsks } satisfies AskSpecs

export type ChangeBody<N extends keyof typeof changeAsks> = z.infer<(typeof changeAsks)[N]['body']>
