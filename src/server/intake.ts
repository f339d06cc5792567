import type { IncomingMessage, ServerResponse } from 'node:http'
import { type AcceptLog, KeyIsFull, NotKept } from '../engine/accept.ts'
import type { Applier } from '../engine/applier.ts'
import type { CaughtUp } from '../engine/caught-up.ts'
import type { Desk } from '../engine/desk.ts'
import type { KnownAlerts } from '../engine/known-alerts.ts'
import { reason } from '../engine/log.ts'
import type { Outside } from '../engine/outside.ts'
import { savingOf } from '../engine/saving.ts'
import { type MappingThreads, mappingThreads } from '../integrations/generic/run-mapping.ts'
import { ApiError, errorBody } from './answer.ts'
import type { IntakeRoute } from './doors/door.ts'
import { type LastBodies, lastBodies } from './doors/last-body.ts'
import type { IntakeQueue, Place } from './intake-queue.ts'
import { intakeRoutes, nothingHere } from './intake-routes.ts'

/** One request at the door of monitoring sources. */
export interface IntakeCall {
  desk: Desk
  log: AcceptLog
  applier: Applier
  caughtUp: CaughtUp
  /** Alerts that may be answered from memory; none where other nodes apply too. */
  known?: KnownAlerts
  queue: IntakeQueue
  outside: Outside
  bodies: LastBodies
  mappings: MappingThreads
  request: IncomingMessage
  url: URL
  /** The parts of the path that the route names. */
  params: string[]
  place: Place
}

export interface IntakeAnswer {
  status: number
  /** Undefined: an empty body. */
  body?: unknown
  headers?: Record<string, string>
}

/**
 * The door of monitoring sources: `/intake/{key}`, Alertmanager's and PagerDuty's own paths. The key is all; an Authorization
 * header is ignored. A 2xx means that it is kept. Takes a request (true), or leaves it to the routes.
 */
export function intakeDoor(
  parts: Omit<IntakeCall, 'bodies' | 'mappings' | 'request' | 'url' | 'params' | 'place'>,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const { desk, queue } = parts
  const [bodies, mappings] = [lastBodies(desk), mappingThreads()]
  return (request, response) => {
    const url = urlOf(request)
    const found = url && routesAt(url.pathname)
    if (!url || !found || found.length === 0) return false
    void answerTo(request, found, place => ({ ...parts, bodies, mappings, request, url, place }), queue).then(answer =>
      send(request, response, answer, desk),
    )
    return true
  }
}

interface Found {
  route: IntakeRoute
  params: string[]
}

async function answerTo(
  request: IncomingMessage,
  found: Found[],
  callWith: (place: Place) => Omit<IntakeCall, 'params'>,
  queue: IntakeQueue,
): Promise<IntakeAnswer | { error: unknown; route?: IntakeRoute; allow?: string }> {
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const taken = found.find(({ route }) => route.method === method)
  if (!taken) {
    const allow = found.map(({ route }) => (route.method === 'GET' ? 'GET, HEAD' : route.method)).join(', ')
    return { error: new ApiError(405, 'method', `Here you can: ${allow}.`), allow }
  }
  let place: Place | undefined
  try {
    place = queue.enter()
    const call = { ...callWith(place), params: taken.params }
    return await savingOf(call.desk).orAway(() => taken.route.run(call))
  } catch (error) {
    return { error, route: taken.route }
  } finally {
    place?.leave()
  }
}

type Outcome = Awaited<ReturnType<typeof answerTo>>

function send(request: IncomingMessage, response: ServerResponse, outcome: Outcome, desk: Desk): void {
  if (response.destroyed) return
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('cache-control', 'no-store')
  if (!('error' in outcome)) return write(request, response, outcome)
  const error = saidOf(outcome.error, desk)
  if (error.retryAfterSeconds) response.setHeader('retry-after', error.retryAfterSeconds)
  if (outcome.allow) response.setHeader('allow', outcome.allow)
  // What is left of a body that was refused half-way is not read.
  if (!request.complete) response.setHeader('connection', 'close')
  const status = error.status === 429 ? (outcome.route?.busyStatus ?? 429) : error.status
  write(request, response, { status, body: outcome.route?.sayProblem?.(error) ?? errorBody(error) })
}

function write(request: IncomingMessage, response: ServerResponse, { status, body, headers }: IntakeAnswer): void {
  const text = body === undefined ? '' : JSON.stringify(body)
  if (text !== '') response.setHeader('content-type', 'application/json; charset=utf-8')
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) })
  response.end(request.method === 'HEAD' ? undefined : text)
}

/** Whatever is not the request's own fault means that it is not kept: try again. */
function saidOf(error: unknown, desk: Desk): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof KeyIsFull)
    return new ApiError(429, 'too-many', `${error.message} Nothing was saved.`, {
      retryAfterSeconds: error.retryAfterSeconds,
    })
  desk.log.error('a request at the door of monitoring sources failed', { reason: reason(error) })
  const retryAfterSeconds = error instanceof NotKept ? error.retryAfterSeconds : 5
  return new ApiError(503, 'not-saved', 'This cannot be kept now. Nothing was saved.', { retryAfterSeconds })
}

const foundBefore = new Map<string, Found[]>()
const mostFound = 1_000

/** Senders come to the same address again and again. */
function routesAt(path: string): Found[] {
  const before = foundBefore.get(path)
  if (before) return before
  if (foundBefore.size >= mostFound) foundBefore.clear()
  const found = look(path)
  foundBefore.set(path, found)
  return found
}

function look(path: string): Found[] {
  const found = intakeRoutes.flatMap(route => {
    const match = route.path.exec(path)
    return match ? [{ route, params: match.slice(1) }] : []
  })
  if (found.length > 0 || !path.startsWith('/intake/')) return found
  return [
    { route: nothingHere('GET'), params: [] },
    { route: nothingHere('POST'), params: [] },
  ]
}

function urlOf(request: IncomingMessage): URL | undefined {
  return URL.parse(request.url ?? '/', 'http://here') ?? undefined
}
