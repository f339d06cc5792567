import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { may } from '../access/may.ts'
import { commands } from '../api/commands.ts'
import { look } from '../engine/call.ts'
import { handle } from '../engine/handle.ts'
import { newId } from '../engine/id.ts'
import type { Actor } from '../incident/entry.ts'
import { type Capability, capabilityOf, noteTap } from '../store/capabilities.ts'
import type { Sql } from '../store/db.ts'
import { type Head, readHead } from '../store/head.ts'
import { Answer, ApiError } from './answer.ts'
import { capabilityPage, sentencePage } from './capability-page.ts'
import { lookIn } from './capability-room.ts'
import { pageHeaders } from './capability-style.ts'
import { type Call, type Route, route } from './route.ts'
import { checked } from './serve-routes.ts'
import { withSizeUp } from './with-size-up.ts'

const afterResolveMs = 60 * 60_000

/** What each kind of link may ask. Typing, changes and settings are never among it. */
const mayAsk: Record<Capability['kind'], readonly string[]> = {
  responder: [
    'acknowledge',
    'i-cannot',
    'snooze',
    'post-update',
    'tell-stakeholders',
    'call-in',
    'offer-lead',
    'object',
    'maybe-mine',
    'not-mine',
  ],
  author: ['maybe-mine', 'not-mine'],
  stakeholder: [],
}

/** The page behind a link in a message. Looking changes nothing, whoever looks and how often; only its own buttons post. */
export function capabilityRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/a/:capability',
      action: 'public',
      says: 'The page behind the link in a message: one incident, one person.',
      async run(call) {
        const found = await find(call, call.sql)
        return found instanceof Answer ? found : page(call, found, 200)
      },
    }),
    route({
      method: 'POST',
      path: '/a/:capability/:command',
      action: 'public',
      says: 'A button of that page.',
      body: z.record(z.string().max(40), z.string().max(10_000)),
      bodyLimit: 64 * 1024,
      async run(call) {
        const found = await find(call, call.tx)
        return found instanceof Answer ? found : press(call, found)
      },
    }),
  ]
}

/** Browsers post forms; only here are they read, so that no other site's form can speak to the API. */
export function takeForms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (request, body, done) => {
    if (!/^\/[at]\//.test(request.url)) return done(new ApiError(415, 'no-form', 'Send JSON.'))
    done(null, Object.fromEntries(new URLSearchParams(String(body))))
  })
}

type Params = { capability: string }
interface Found {
  capability: Capability
  is: Head
}

async function find(call: Call<Params>, sql: Sql): Promise<Found | Answer> {
  const token = call.params.capability
  const capability = /^[-_A-Za-z0-9]{43}$/.test(token) ? await capabilityOf(sql, token) : undefined
  const is = capability && (await readHead(sql, capability.incident))
  if (!capability || !is) countMiss(call)
  if (!capability || !is)
    return sentence(
      call,
      404,
      'This link is not known',
      'Perhaps it was cut in two on its way. Open it again from the message.',
    )
  const now = call.desk.clock.now().getTime()
  if (is.status === 'resolved' && is.resolvedAt && now > Date.parse(is.resolvedAt) + afterResolveMs)
    return sentence(
      call,
      410,
      'This is over',
      'The incident was resolved, and this link has ended with it. There is nothing left for you to do.',
    )
  return { capability, is }
}

function sentence({ reply }: Call<Params>, status: number, title: string, text: string): Answer {
  reply.headers(pageHeaders)
  return new Answer(status, sentencePage(title, text))
}

async function page(call: Call<Params>, { capability, is }: Found, status: number, trouble?: string): Promise<Answer> {
  const { desk, params, reply } = call
  const { people, zone } = await look(desk, is)
  const name = (id: string) => people.get(id)?.name ?? is.people.find(one => one.person === id)?.name ?? 'Somebody'
  const shown = {
    is: await withSizeUp(desk, desk.db, is),
    capability,
    at: `/a/${params.capability}`,
    zone,
    now: desk.clock.at(),
    name,
    ...(capability.kind === 'responder' && { room: await lookIn(desk, desk.db, is) }),
    trouble,
  }
  reply.headers(pageHeaders)
  return new Answer(status, capabilityPage(shown))
}

/** Shown first, then the command, in one transaction; afterwards the page again, by a redirect, so that a reload asks nothing. */
async function press(call: Call<Params & { command: string }, unknown, Record<string, string>>, found: Found) {
  const { desk, tx, params, reply } = call
  const { capability, is } = found
  const spec = commands[params.command]
  const asks = mayAsk[capability.kind].includes(params.command)
  const link = { kind: 'capability', id: 'link', name: capability.name, incident: is.id } as const
  if (!spec || !asks || !may(link, spec.action, { incident: is.id }))
    return sentence(call, 403, 'Not from here', 'This link does not do that. Sign in to Fireline for more.')
  const body = bodyOf(spec.body, call.body, capability)
  if (body instanceof ApiError) return page(call, found, 400, body.message)
  const now = desk.clock.now()
  const by = actorOf(capability)
  const ask = (asked: unknown) => ({ id: newId(now), by, at: desk.clock.at(), body: asked })
  if (capability.kind === 'responder') await handle(desk, tx, is.id, ask({ call: capability.subject }), 'call-shown')
  await noteTap(tx, is.id, capability.subject, now)
  const handled = await handle(desk, tx, is.id, ask(body), params.command)
  if ('code' in handled) return page(call, found, 409, handled.message)
  reply.header('location', `/a/${params.capability}`)
  return new Answer(303, '')
}

/** Fields left empty were not filled in; an author speaks of the change they were asked about. */
function bodyOf(schema: z.ZodType, form: Record<string, string>, { kind, subject }: Capability): unknown {
  const filled = Object.entries(form).filter(([, text]) => text.trim() !== '')
  try {
    return checked(schema, { ...Object.fromEntries(filled), ...(kind === 'author' && { change: subject }) }, '')
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
}

const actorOf = ({ person, name }: Capability): Actor => ({ kind: 'person', id: person ?? `author:${name}`, name })

const mostMissesAMinute = 120
const misses = { minute: 0, by: new Map<string, number>() }

/** Only those who guess are held back; a link that is known opens however often it is looked at. */
function countMiss({ request }: Call<Params>): void {
  const minute = Math.floor(performance.now() / 60_000)
  if (minute !== misses.minute) misses.by.clear()
  misses.minute = minute
  const count = (misses.by.get(request.ip) ?? 0) + 1
  misses.by.set(request.ip, count)
  if (count > mostMissesAMinute)
    throw new ApiError(429, 'too-many', 'That was a lot at once. Wait a minute.', { retryAfterSeconds: 60 })
}
