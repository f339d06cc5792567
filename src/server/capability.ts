import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Health } from '../engine/health.ts'
import type { Sql } from '../store/db.ts'
import { Answer, ApiError } from './answer.ts'
import { type Found, find as findLink, type Params, page, sentence } from './capability-answer.ts'
import { press, shown } from './capability-press.ts'
import { views } from './capability-shown.ts'
import { type Call, type Route, route } from './route.ts'

/** The page behind a link in a message. Looking changes nothing, whoever looks and how often; only its own buttons post. */
export function capabilityRoutes(health: Pick<Health, 'promise'>): Route[] {
  // In memory: the button waits for nothing.
  const find = async (call: Call<Params>, sql: Sql): Promise<Found | Answer> => {
    const [found, [red]] = [await findLink(call, sql), health.promise().why]
    return found instanceof Answer ? found : { ...found, ...(red !== undefined && { red }) }
  }
  return [
    route({
      method: 'GET',
      path: '/a/:capability',
      action: 'public',
      says: 'The page behind the link in a message: one incident, one person.',
      async run(call) {
        const found = await find(call, call.sql)
        return found instanceof Answer ? found : page(call, found, { view: 'now' })
      },
    }),
    route({
      method: 'GET',
      path: '/a/:capability/:view',
      action: 'public',
      says: 'A part of that page, by its name: tell, logs, terminal, call-in, hand-over, people, timeline …',
      async run(call) {
        const found = await find(call, call.sql)
        if (found instanceof Answer) return found
        const view = views.find(one => one === call.params.view && one !== 'now')
        if (view && found.capability.kind === 'responder') return page(call, found, { view })
        return sentence(call, 404, 'There is no such page', 'Open the link from the message again.')
      },
    }),
    route({
      method: 'POST',
      path: '/a/:capability/shown',
      action: 'public',
      says: 'That page itself says that it stood on a screen. Looking at it, with GET, says nothing.',
      bodyLimit: 1024,
      async run(call) {
        const found = await find(call, call.tx)
        return found instanceof Answer ? found : shown(call, found)
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
    if (!/^\/([abcstu]|guard|report|status)\//.test(request.url))
      return done(new ApiError(415, 'no-form', 'Send JSON.'))
    done(null, Object.fromEntries(new URLSearchParams(String(body))))
  })
}
