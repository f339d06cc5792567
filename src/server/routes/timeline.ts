import type { FastifyReply, FastifyRequest } from 'fastify'
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
        stream(desk, params.incident, query.after, request, reply)
        return undefined
      },
      fromCopy({ desk, copy, query, request, reply }) {
        if (!copy) return undefined
        if (request.headers.accept?.includes('text/event-stream'))
          return stream(desk, copy.is.id, query.after, request, reply)
        return { entries: copy.entries.slice(query.after), asOf: copy.asOf }
      },
    }),
  ]
}

const heartbeatMs = 15_000

/** Entries as they come, `id:` their seq. */
function stream(desk: Desk, incident: string, asked: number, request: FastifyRequest, reply: FastifyReply): true {
  const last = seq.safeParse(request.headers['last-event-id'] ?? asked)
  const after = last.success ? last.data : asked
  reply.hijack()
  const out = reply.raw
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
  return true
}
