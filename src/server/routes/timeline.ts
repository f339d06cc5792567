import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import type { Desk } from '../../engine/desk.ts'
import { roomFeedOf } from '../../hosts/room-feed.ts'
import { readTimeline } from '../../store/timeline.ts'
import { type Route, route } from '../route.ts'

const seq = z.coerce.number().int().min(0).default(0)

export function timelineRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/incidents/:incident/timeline',
      action: 'read',
      says: 'The timeline after a seq; with Accept: text/event-stream it goes on live.',
      query: z.strictObject({ after: seq }),
      async run({ sql, desk, params, query, request, reply }) {
        if (!request.headers.accept?.includes('text/event-stream'))
          return { entries: await readTimeline(sql, params.incident, query.after) }
        const last = seq.safeParse(request.headers['last-event-id'] ?? query.after)
        reply.hijack()
        stream(desk, params.incident, last.success ? last.data : query.after, reply.raw)
        return undefined
      },
    }),
  ]
}

const heartbeatMs = 15_000

/** Entries as they come, `id:` their seq. */
function stream(desk: Desk, incident: string, after: number, out: ServerResponse): void {
  out.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  out.write(': the timeline\n\n')
  const leave = roomFeedOf(desk).watch(incident, after, {
    form: 'stream',
    frame: frame => out.write(frame),
    backlog: () => out.writableLength,
  })
  const beat = setInterval(() => out.write(': here\n\n'), heartbeatMs)
  out.on('close', () => {
    leave()
    clearInterval(beat)
  })
}
