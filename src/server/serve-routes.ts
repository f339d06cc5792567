import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { may, mayNot, type Principal } from '../access/may.ts'
import { readBody } from '../api/read-body.ts'
import type { CaughtUp } from '../engine/caught-up.ts'
import type { Desk } from '../engine/desk.ts'
import { newId } from '../engine/id.ts'
import { savingOf } from '../engine/saving.ts'
import { settingsVersionOf } from '../engine/settings-version.ts'
import type { Actor } from '../incident/entry.ts'
import { inTransaction } from '../store/db.ts'
import { incidentNamed } from '../store/head.ts'
import type { Secrets } from '../store/secrets.ts'
import { Answer, ApiError, badField, notFound } from './answer.ts'
import { orFromCopy } from './as-of.ts'
import { auditDone, auditNo } from './audit.ts'
import { onlyOnce } from './only-once.ts'
import type { Call, Route } from './route.ts'

/** Recognises who asks; throws 401 for a token that is wrong. */
export type Authenticate = (request: FastifyRequest) => Promise<Principal>

/** Puts every route on the server: recognise, allow, check, run, answer. */
export function serveRoutes(
  app: FastifyInstance,
  desk: Desk,
  routes: readonly Route[],
  authenticate: Authenticate,
  secrets: Secrets,
  caughtUp: CaughtUp,
): void {
  const saving = savingOf(desk)
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path,
      bodyLimit: route.bodyLimit,
      handler: async (request, reply) => {
        const work = async () =>
          audited({ desk, route, secrets, caughtUp, request, reply, who: await authenticate(request) })
        const asked = {
          desk,
          route,
          request,
          reply,
          recognise: () => authenticate(request),
          allow: (who: Principal, incident?: string) => allow(who, route, incident),
          query: () => checked(route.query, request.query, 'query'),
        }
        const answer = await (route.withoutDatabase ? work() : orFromCopy(asked, () => saving.orAway(work)))
        if (reply.sent || reply.raw.headersSent) return reply
        return answer instanceof Answer ? reply.code(answer.status).send(answer.body) : reply.send(answer)
      },
    })
  }
}

interface Asked {
  desk: Desk
  route: Route
  secrets: Secrets
  caughtUp: CaughtUp
  request: FastifyRequest
  reply: FastifyReply
  who: Principal
}

/** A no to who tried to come in, or to do what they may not, is kept too: after everything else was rolled back. */
async function audited(asked: Asked): Promise<unknown> {
  try {
    const answer = await answerTo(asked)
    // With an Idempotency-Key a no comes as an answer.
    if (answer instanceof Answer && answer.status >= 400) await auditNo(asked, answer.status, codeOf(answer))
    return answer
  } catch (error) {
    if (error instanceof ApiError) await auditNo(asked, error.status, error.code)
    throw error
  }
}

const codeOf = ({ body }: Answer): string => (body as { error?: { code: string } }).error?.code ?? 'refused'

async function answerTo(asked: Asked): Promise<unknown> {
  const { desk, route, request, reply, who } = asked
  const params = { ...(request.params as Record<string, string>) }
  refuseNul(params, request.query)
  if (route.method === 'GET') await seeWhatWasAccepted(asked)
  if (params['incident']) {
    const id = await incidentNamed(desk.db, params['incident'])
    if (!id && who.kind !== 'nobody') throw notFound(`incident ${params['incident']}`)
    params['incident'] = id ?? ''
  }
  allow(who, route, params['incident'])
  const call: Omit<Call, 'tx'> = {
    desk,
    who,
    params,
    query: checked(route.query, request.query, 'query'),
    body: route.body && checked(route.body, request.body ?? {}, ''),
    sql: desk.db,
    ask: body => ({ id: newId(desk.clock.now()), by: actorOf(who), at: desk.clock.at(), body }),
    request,
    reply,
  }
  if (route.method === 'GET') return route.run({ ...call, tx: noTransaction })
  const answer = await inTransaction(desk.db, tx =>
    onlyOnce(tx, asked, async () => {
      const done = await route.run({ ...call, sql: tx, tx })
      await auditDone(tx, { ...asked, params }, done)
      return done
    }),
  )
  settingsVersionOf(desk).mayHaveChanged()
  return route.afterwards ? route.afterwards(call, answer) : answer
}

/** A read sees what was answered 2xx before it; who one is, and whether all is well, is answered at once. */
async function seeWhatWasAccepted({ route, caughtUp }: Asked): Promise<void> {
  if (route.withoutDatabase || !route.path.startsWith('/api/v1/') || /\/(session|me)\b/.test(route.path)) return
  await caughtUp(/\/(alerts|reports?)\b/.test(route.path))
}

const noTransaction = undefined as unknown as Call['tx']

function allow(who: Principal, route: Route, incident: string | undefined): void {
  if (may(who, route.action, { incident })) return
  if (who.kind === 'nobody') throw new ApiError(401, 'no-token', 'Sign in, or send Authorization: Bearer <token>.')
  throw new ApiError(403, 'not-allowed', mayNot(route.action))
}

/** A value of this schema, or a 400 that names the first field that is wrong. */
export function checked<S extends z.ZodType>(schema: S | undefined, value: unknown, where: string): z.infer<S> {
  if (!schema) return value as z.infer<S>
  const read = readBody(schema, value, where)
  if ('wrong' in read) throw badField(read.wrong.path, read.wrong.message)
  return read.body
}

export function actorOf(who: Principal): Actor {
  if (who.kind === 'nobody') throw new ApiError(401, 'no-token', 'Sign in, or send Authorization: Bearer <token>.')
  return { kind: who.kind === 'service' ? 'service' : 'person', id: who.id, name: who.name }
}

/** No name holds a NUL, and PostgreSQL could not look for one: a place so named is not there, a filter so written is wrong. */
function refuseNul(params: Record<string, string>, query: unknown): void {
  if (Object.values(params).some(value => value.includes('\0'))) throw notFound('such thing')
  for (const [name, value] of Object.entries(query as Record<string, unknown>))
    if (String(value).includes('\0')) throw badField(`query.${name}`, 'No NUL here.')
}
