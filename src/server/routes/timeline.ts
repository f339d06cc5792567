import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import type { Desk } from '../../engine/desk.ts'
import { readTimeline } from '../../store/timeline.ts'
import { followTimeline } from '../follow-timeline.ts'
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

/** A reader that is so far behind is let go; it comes back with its Last-Event-ID and misses nothing. */
const mostUnreadBytes = 4 * 1024 * 1024

/** Entries as they come, `id:` their seq. */
function stream(desk: Desk, incident: string, after: number, out: ServerResponse): void {
  out.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  out.write(': the timeline\n\n')
  const stopFollowing = followTimeline(desk, incident, after, entries => {
    for (const entry of entries) out.write(`id: ${entry.seq}\ndata: ${JSON.stringify(entry)}\n\n`)
    if (out.writableLength > mostUnreadBytes) out.destroy()
  })
  const beat = setInterval(() => out.write(': here\n\n'), heartbeatMs)
  out.on('close', () => {
    stopFollowing()
    clearInterval(beat)
  })
}
