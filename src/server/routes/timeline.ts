import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import type { Desk } from '../../engine/desk.ts'
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
        await stream(desk, params.incident, last.success ? last.data : query.after, reply.raw)
        return undefined
      },
    }),
  ]
}

const heartbeatMs = 15_000

/** Entries as they come, `id:` their seq. What is heard is only a hint; rows are read, at least every second while someone listens. */
async function stream(desk: Desk, incident: string, after: number, out: ServerResponse): Promise<void> {
  out.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  let at = after
  let reading = false
  let again = false
  const send = async () => {
    if (reading) {
      again = true
      return
    }
    reading = true
    do {
      again = false
      for (const entry of await readTimeline(desk.db, incident, at).catch(() => [])) {
        out.write(`id: ${entry.seq}\ndata: ${JSON.stringify(entry)}\n\n`)
        at = entry.seq
      }
    } while (again)
    reading = false
  }
  out.write(': the timeline\n\n')
  const stopHearing = desk.live.on(incident, () => void send())
  const poll = setInterval(() => void send(), 1_000)
  const beat = setInterval(() => out.write(': here\n\n'), heartbeatMs)
  out.on('close', () => {
    stopHearing()
    clearInterval(poll)
    clearInterval(beat)
  })
  await send()
}
