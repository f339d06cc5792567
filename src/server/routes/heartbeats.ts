import { z } from 'zod'
import { lateFrom, mayBeSilentMs } from '../../alert/heartbeat.ts'
import { newId } from '../../engine/id.ts'
import type { Sql } from '../../store/db.ts'
import { deleteHeartbeat, type Heartbeat, listHeartbeats, putHeartbeat } from '../../store/heartbeats.ts'
import { listeningSince } from '../../store/listening.ts'
import { ownIntegration } from '../../store/own-integrations.ts'
import { notFound } from '../answer.ts'
import { needService, needSlug, oneLine } from '../fields.ts'
import { type Route, route } from '../route.ts'

const dayMs = 24 * 3_600_000

export const heartbeatBody = z
  .strictObject({
    service: z.string().min(1).max(100).meta({ title: 'Service', description: 'What is late when it is.' }),
    title: oneLine(200)
      .optional()
      .meta({ title: 'What it is', examples: ['The nightly export'] }),
    everyMs: z
      .int()
      .min(1_000)
      .max(40 * dayMs)
      .meta({ title: 'Comes every', examples: [86_400_000], format: 'milliseconds' }),
    graceMs: z
      .int()
      .min(0)
      .max(7 * dayMs)
      .default(60_000)
      .meta({ title: 'Grace', description: 'How late it may be.', format: 'milliseconds' }),
    severity: z
      .enum(['critical', 'error', 'warning', 'info'])
      .default('error')
      .meta({ title: 'How bad when it is late' }),
  })
  .meta({ title: 'Heartbeat', description: 'What does its work now and then tells so; silence is an alert.' })

/** What has to be heard again and again, ours and the monitoring's own, and which of it is late. */
export function heartbeatRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/heartbeats',
      action: 'read',
      says: 'What has to be heard again and again: ours, and alerts that fire for ever on purpose; when each was last heard and when it is late.',
      async run({ sql }) {
        const since = (await listeningSince(sql)) ?? ''
        return { heartbeats: (await listHeartbeats(sql)).map(one => shown(one, since)) }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/heartbeats/:slug',
      action: 'read',
      says: 'One heartbeat.',
      run: async ({ sql, params }) => named(sql, params.slug),
    }),
    route({
      method: 'PUT',
      path: '/api/v1/heartbeats/:slug',
      action: 'settings:write',
      says: 'Makes a heartbeat of ours, or changes it. It is expected from now on.',
      body: heartbeatBody,
      async run({ desk, tx, params, body }) {
        needSlug(params.slug)
        await needService(tx, body.service)
        const integration = await ownIntegration(tx, 'heartbeats', desk.clock.now())
        const made = { id: newId(desk.clock.now()), integration, at: desk.clock.at() }
        await putHeartbeat(tx, { ...body, slug: params.slug, title: body.title ?? params.slug }, made)
        return named(tx, params.slug)
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/heartbeats/:slug',
      action: 'settings:write',
      says: 'Expects this heartbeat no more. An alert that it is late resolves.',
      async run({ desk, tx, params }) {
        if (!(await deleteHeartbeat(tx, params.slug, desk.clock.now()))) throw notFound(`heartbeat ${params.slug}`)
        return {}
      },
    }),
  ]
}

async function named(sql: Sql, name: string) {
  const found = (await listHeartbeats(sql)).find(one => one.slug === name || one.id === name)
  if (!found) throw notFound(`heartbeat ${name}`)
  return shown(found, (await listeningSince(sql)) ?? '')
}

/** `learning`: nobody said how often, and it was not heard often enough. `waiting`: never heard yet. */
function shown(heartbeat: Heartbeat, since: string) {
  const expectedMs = mayBeSilentMs(heartbeat)
  const quiet = expectedMs === undefined ? 'learning' : heartbeat.count === 0 ? 'waiting' : 'heard'
  const { gaps: _, largestGapMs: __, ...said } = heartbeat
  return { ...said, state: heartbeat.lateSince ? 'late' : quiet, expectedMs, lateFrom: lateFrom(heartbeat, since) }
}
