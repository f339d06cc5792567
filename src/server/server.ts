import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import cookie from '@fastify/cookie'
import fastify, { type FastifyInstance } from 'fastify'
import { type Described, openApi } from '../api/openapi.ts'
import { refusals } from '../api/refusals.ts'
import type { AcceptLog } from '../engine/accept.ts'
import { callLinksOf } from '../engine/call-links.ts'
import type { CaughtUp } from '../engine/caught-up.ts'
import type { Desk } from '../engine/desk.ts'
import type { Fallback } from '../engine/fallback.ts'
import type { Health } from '../engine/health.ts'
import { reason } from '../engine/log.ts'
import type { Outside } from '../engine/outside.ts'
import { savingOf } from '../engine/saving.ts'
import { copyingOf } from '../hosts/copying.ts'
import { roomFeedOf } from '../hosts/room-feed.ts'
import { tellBeside } from '../hosts/side-channel.ts'
import type { Settings } from '../settings.ts'
import type { RunbookStore } from '../steps/consult/runbook-store.ts'
import { authenticate } from './authenticate.ts'
import { takeForms } from './capability.ts'
import { forgetEnded } from './credentials.ts'
import { drills } from './drills.ts'
import { answerErrors } from './errors.ts'
import { metrics } from './metrics.ts'
import type { Route } from './route.ts'
import { allRoutes } from './routes.ts'
import { serveRoutes } from './serve-routes.ts'

/** Takes a request itself (true) or leaves it to the routes. */
export type Door = (request: IncomingMessage, response: ServerResponse) => boolean

export interface Server {
  /** The public address, as links name it. */
  url: string
  /** Where it listens. */
  port: number
  routes: readonly Route[]
  app: FastifyInstance
  close(): Promise<void>
}

export interface ServerParts {
  health: Health
  fallback: Pick<Fallback, 'says' | 'last'>
  outside: Outside
  runbook: RunbookStore
  accepted: AcceptLog
  caughtUp: CaughtUp
  /** Asked in order before the routes. */
  doors: readonly Door[]
  /** What the doors take, for the description of the API. */
  described: readonly Described[]
  /** Adds what is not a route: sockets, pages. Runs before listening. */
  extend?(app: FastifyInstance, url: () => string): Promise<void> | void
}

/** Whoever lost their right is remembered for no longer than this, should the database go away. */
const forgetEndedMs = 5_000

/** How long a request may take to arrive. */
const slowest = { requestTimeout: 30_000, headersTimeout: 15_000 }

/** The HTTP door: listens, and says where. */
export async function openServer(desk: Desk, settings: Settings, parts: ServerParts): Promise<Server> {
  let address = settings.url ?? ''
  const url = () => address
  const app = fastify({
    logger: false,
    bodyLimit: 512 * 1024,
    routerOptions: { maxParamLength: 500 },
    trustProxy: false,
    forceCloseConnections: 'idle',
    serverFactory: handler => {
      const through = (request: IncomingMessage, response: ServerResponse) => {
        if (!parts.doors.some(door => door(request, response))) handler(request, response)
      }
      return settings.tlsCert && settings.tlsKey
        ? createTlsServer(
            {
              ...slowest,
              cert: fileOf('FIRELINE_TLS_CERT', settings.tlsCert),
              key: fileOf('FIRELINE_TLS_KEY', settings.tlsKey),
            },
            through,
          )
        : createServer(slowest, through)
    },
  })
  await app.register(cookie)
  takeForms(app)
  const { health, fallback, outside, runbook } = parts
  const played = drills(() => desk.clock.at())
  app.addHook('preClose', () => played.close())
  const routes = allRoutes({ url, publicUrl: settings.url, health, fallback, outside, runbook, drills: played })
  answerErrors(app, desk, routes)
  serveRoutes(app, desk, routes, request => authenticate(desk, request, url()), parts.outside.secrets, parts.caughtUp)
  serveDescriptions(app, desk, parts.accepted, [...routes, ...parts.described])
  const feed = roomFeedOf(desk)
  const untell = tellBeside(desk)
  const copying = copyingOf(desk)
  callLinksOf(desk)
  const forgetting = setInterval(() => void forgetEnded(desk).catch(() => {}), forgetEndedMs)
  app.addHook('preClose', async () => {
    feed.stop()
    untell()
    copying.stop()
    clearInterval(forgetting)
  })
  app.addHook('onClose', () => savingOf(desk).stop())
  await parts.extend?.(app, url)
  await listen(app, settings)
  const { port } = app.server.address() as AddressInfo
  address ||= `${settings.tlsCert ? 'https' : 'http'}://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`
  return { url: address, port, routes, app, close: () => closePolitely(app) }
}

async function listen(app: FastifyInstance, { host, port }: Settings): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    await app.close()
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new Error(
      `Port ${port} of ${host} is in use by another program. Stop that one, or give Fireline another FIRELINE_PORT.`,
      { cause: error },
    )
  }
}

/** What is being answered may end; what waits for something, or never ends by itself, is cut off. */
const politeMs = 1_000

async function closePolitely(app: FastifyInstance): Promise<void> {
  const limit = setTimeout(() => app.server.closeAllConnections(), politeMs)
  await app.close().finally(() => clearTimeout(limit))
}

function serveDescriptions(app: FastifyInstance, desk: Desk, accepted: AcceptLog, routes: readonly Described[]): void {
  const description = JSON.stringify(openApi(routes, refusals))
  app.get('/api/openapi.json', async (_request, reply) => reply.type('application/json').send(description))
  const register = metrics(desk, accepted)
  app.get('/metrics', async (_request, reply) =>
    reply.type(register.contentType).send(await savingOf(desk).orAway(() => register.metrics())),
  )
}

function fileOf(variable: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new Error(`${variable} names ${path}, which cannot be read: ${reason(error)}`, { cause: error })
  }
}
