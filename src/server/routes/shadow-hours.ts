import { z } from 'zod'
import type { Desk } from '../../engine/desk.ts'
import { readHead } from '../../store/head.ts'
import {
  addShadowMinutes,
  countShadow,
  isShadowCounted,
  shadowMinutesOf,
  shadowTimesOf,
} from '../../store/shadow-hours.ts'
import { ApiError, notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'

const path = '/api/v1/me/shadow-hours'
const mostAtOnce = 5

/** How long people watched to learn: hours only, said to them, and not counted where they do not want it. */
export function shadowHourRoutes(): Route[] {
  const passed = timePassed()
  return [
    route({
      method: 'POST',
      path: '/api/v1/incidents/:incident/watched',
      action: 'read',
      says: 'I watched terminals or the replay of this incident for so many whole minutes; no more is counted than passed since the last time.',
      body: z.strictObject({ minutes: z.number().int().min(1).max(mostAtOnce) }),
      async run({ tx, desk, who, params, body }) {
        if (who.kind !== 'person') throw new ApiError(403, 'not-allowed', 'Only a person who is signed in watches.')
        const is = await readHead(tx, params.incident)
        if (!is) throw notFound(`incident ${params.incident}`)
        const minutes = Math.min(body.minutes, passed(desk, who.id))
        const isCounted = minutes > 0 && (await addShadowMinutes(tx, who.id, is.id, minutes, desk.clock.now()))
        return { counted: isCounted ? minutes : 0 }
      },
    }),
    route({
      method: 'GET',
      path,
      action: 'self',
      says: 'How long I watched terminals and replays, in minutes: in all, and of each incident.',
      async run({ sql, who }) {
        const { id } = actorOf(who)
        return {
          counted: await isShadowCounted(sql, id),
          minutes: await shadowMinutesOf(sql, id),
          incidents: await shadowTimesOf(sql, id),
        }
      },
    }),
    route({
      method: 'PUT',
      path,
      action: 'self',
      says: 'Count my time from now on, or no more. With a no, what was counted is deleted.',
      body: z.strictObject({ counted: z.boolean() }),
      async run({ tx, who, body }) {
        await countShadow(tx, actorOf(who).id, body.counted)
        return body
      },
    }),
  ]
}

const minuteMs = 60_000
/** A page counts by its own clock, and its line may be slow. */
const slackMs = 5_000

/** Whole minutes since a person was last asked about, so that two open pages count once. A node forgets it when it starts. */
function timePassed(): (desk: Desk, person: string) => number {
  const askedAt = new Map<string, number>()
  return (desk, person) => {
    const now = desk.clock.now().getTime()
    const minutes = Math.floor((now - (askedAt.get(person) ?? 0) + slackMs) / minuteMs)
    if (askedAt.size > 10_000) askedAt.clear()
    if (minutes > 0) askedAt.set(person, now)
    return Math.max(0, minutes)
  }
}
