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
  /** In its place, as it is; `headers` say what it is. */
  text?: string
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
    const addressed = addressedAt(request.url ?? '/')
    if (!addressed) return false
    const { url, found } = addressed
    const callOf: CallOf = (place, params) => ({ ...parts, bodies, mappings, request, url, place, params })
    void answerTo(request, found, callOf, queue).then(answer => send(request, response, answer, desk))
    return true
  }
}

interface Found {
  route: IntakeRoute
  params: string[]
}

type CallOf = (place: Place, params: string[]) => IntakeCall

async function answerTo(
  request: IncomingMessage,
  found: Found[],
  callOf: CallOf,
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
    const call = callOf(place, taken.params)
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
  if (!('error' in outcome)) return write(request, response, outcome)
  const error = saidOf(outcome.error, desk)
  const status = error.status === 429 ? (outcome.route?.busyStatus ?? 429) : error.status
  const headers = {
    ...(error.retryAfterSeconds && { 'retry-after': String(error.retryAfterSeconds) }),
    ...(outcome.allow && { allow: outcome.allow }),
    // What is left of a body that was refused half-way is not read.
    ...(!request.complete && { connection: 'close' }),
  }
  write(request, response, { status, headers, body: outcome.route?.sayProblem?.(error) ?? errorBody(error) })
}

const always = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' }
const json = { ...always, 'content-type': 'application/json; charset=utf-8' }

function write(
  request: IncomingMessage,
  response: ServerResponse,
  { status, body, text: asIs, headers }: IntakeAnswer,
): void {
  const text = asIs ?? (body === undefined ? '' : JSON.stringify(body))
  const usual = text === '' ? always : json
  response.writeHead(status, { ...usual, ...headers, 'content-length': Buffer.byteLength(text) })
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

/** The first word of each address that is ours: most requests at this server are for none of them. */
const beginnings = new Set(intakeRoutes.map(({ as }) => beginningOf(as)))

function beginningOf(path: string): string {
  return /^\/([^/?]*)/.exec(path)?.[1] ?? ''
}

interface Addressed {
  url: URL
  found: Found[]
}

const addressedBefore = new Map<string, Addressed>()
const mostRemembered = 1_000

/** Senders come to the same address again and again. Undefined where it is none of ours. */
function addressedAt(address: string): Addressed | undefined {
  const before = addressedBefore.get(address)
  if (before) return before
  if (address.startsWith('/') && !beginnings.has(beginningOf(address))) return undefined
  const url = URL.parse(address, 'http://here')
  const found = url ? look(url.pathname) : []
  if (!url || found.length === 0) return undefined
  if (addressedBefore.size >= mostRemembered) addressedBefore.clear()
  addressedBefore.set(address, { url, found })
  return { url, found }
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
