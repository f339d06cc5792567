import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { newId } from '../../engine/id.ts'
import { inTransaction } from '../../store/db.ts'
import { addPerson, addToken, listPeople } from '../../store/people.ts'
import { endPerson } from '../../store/ways-in.ts'
import { ApiError, created, notFound } from '../answer.ts'
import type { Drills, DrillWish } from '../drills.ts'
import { type Call, type Route, route } from '../route.ts'

const faults = ['bad-deploy'] as const
const drillBody = z.strictObject({
  fault: z.enum(faults),
  auto: z.boolean().default(false),
  /** A hurried clock. */
  fast: z.boolean().default(false),
  /** Page who starts it, for real. */
  ring: z.boolean().default(false),
})

const aDayMs = 24 * 3_600_000

/** A rehearsal on a small shop that this server's host breaks on purpose; one at a time. */
export function drillRoutes(drills: Drills): Route[] {
  const asked = new Map<string, DrillWish>()
  return [
    route({
      method: 'POST',
      path: '/api/v1/drills',
      action: 'respond',
      says: 'Starts a drill, marked so everywhere; while one runs, that one is answered. With ring, who asks is paged.',
      body: drillBody,
      async run(call) {
        const running = drills.running()
        if (running) return { id: running.id }
        const wish = await wishOf(call)
        asked.set(wish.id, wish)
        return created({ id: wish.id })
      },
      // Its process speaks to us, so it begins when its account is there.
      async afterwards(_call, answer) {
        const { id } = (answer instanceof Object && 'body' in answer ? answer.body : answer) as { id: string }
        const wish = asked.get(id)
        asked.delete(id)
        if (wish && !drills.running()) return created(drills.start(wish))
        // Somebody else was quicker: what was made for this one goes.
        await wish?.over()
        return drills.running() ?? drills.list().find(one => one.id === id) ?? answer
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/drills',
      action: 'read',
      says: 'Drills of this server since it started, the newest first, with what they said.',
      run: async () => ({ drills: drills.list() }),
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/drills/:id',
      action: 'respond',
      says: 'Stops a drill; answers when nothing of it is left.',
      async run({ params }) {
        if (!drills.list().some(one => one.id === params.id)) throw notFound(`drill ${params.id}`)
        return { id: params.id }
      },
      // It takes its people away itself, so the wait is outside of this transaction.
      afterwards: async ({ params }) => drills.stop(params.id),
    }),
  ]
}

async function wishOf({ tx, desk, who, body, request }: Call<unknown, unknown, z.infer<typeof drillBody>>) {
  const now = desk.clock.now()
  if (!(await listPeople(tx)).some(one => one.kind === 'person'))
    throw new ApiError(400, 'nobody-yet', 'Nobody is here yet. Open the set-up link first, then start a drill.')
  const account = await addPerson(tx, { name: 'drill', role: 'admin', kind: 'service' }, now)
  if (!account) throw new ApiError(503, 'not-saved', 'The account of the drill could not be made. Try again.')
  const expiresAt = new Date(now.getTime() + aDayMs).toISOString()
  const { token } = await addToken(tx, account.id, { name: 'drill', expiresAt }, now)
  const { fault, auto, fast } = body
  return {
    id: newId(now),
    fault,
    auto,
    fast,
    token,
    at: now.toISOString(),
    url: nearby(request),
    by: 'name' in who ? who.name : '',
    ...(body.ring && who.kind === 'person' && { ring: who.id }),
    over: () => inTransaction(desk.db, tx => endPerson(tx, account.id, desk.clock.now())),
  }
}

/** Where this server listens, for a process beside it: the public address may not be reachable from here. */
function nearby({ socket, protocol, headers }: FastifyRequest): string {
  const { localAddress = '127.0.0.1', localPort } = socket
  if (protocol === 'https') return `https://${headers.host}`
  return `http://${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`
}
