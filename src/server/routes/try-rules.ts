import { z } from 'zod'
import type { Desk } from '../../engine/desk.ts'
import { type GoneThrough, goThrough, type Otherwise, progressOf } from '../../engine/go-through.ts'
import { alertRulesBody } from '../../steps/intake/alert-rules.ts'
import { loudness, type Week } from '../../steps/intake/week.ts'
import { changesBetween } from '../../steps/intake/week-changes.ts'
import type { Sql } from '../../store/db.ts'
import { ApiError } from '../answer.ts'
import { type Route, route } from '../route.ts'

/** One after the other on a node: each reads a week. */
export async function goThroughOrWait(
  desk: Desk,
  sql: Sql,
  days: number,
  under: readonly Otherwise[],
): Promise<GoneThrough> {
  const gone = await goThrough(desk, sql, days, under)
  if (!gone) throw othersLookBack()
  return gone
}

export const othersLookBack = (): ApiError =>
  new ApiError(429, 'too-many', 'Others look back as well. It takes some seconds.', { retryAfterSeconds: 3 })

/** How long the log is kept. */
export const mostDays = 7

const tryThem = route({
  method: 'POST',
  path: '/api/v1/rules/try',
  action: 'settings:read',
  says: 'Goes through the alerts of the last days under these rules and changes nothing: incidents and pages before and after, and what would go another way, critical ones that would be missed first.',
  body: z.strictObject({ rules: alertRulesBody, days: z.number().int().min(1).max(mostDays).default(mostDays) }),
  async run({ desk, body: { rules, days } }) {
    const { weeks, ...gone } = await goThroughOrWait(desk, desk.db, days, [{}, { rules }])
    const [before, after] = weeks as [Week, Week]
    return { ...gone, before: loudness(before), after: loudness(after), ...changesBetween(before, after) }
  },
})

const progress = route({
  method: 'GET',
  path: '/api/v1/rules/try',
  action: 'settings:read',
  says: 'How far the look back is that is under way on this node: so many reports of so many. Null when none is.',
  run: async ({ desk }) => ({ progress: progressOf(desk) ?? null }),
})

export const tryRulesRoutes = (): Route[] => [tryThem, progress]
