import { z } from 'zod'
import type { Outside } from '../../engine/outside.ts'
import { press, pressed, shown } from '../../engine/press.ts'
import { sayTwiml } from '../../integrations/twilio/twiml.ts'
import { vapidOf } from '../../integrations/web-push/vapid.ts'
import { keySays } from '../../steps/notify/spoken.ts'
import { Answer, notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { slowDown } from '../slow-down.ts'

/** What a telephone exchange posts when a key was pressed; of it only the key is read. */
const keyed = z.looseObject({ Digits: z.string().max(20).default('') })
const nothing = z.strictObject({})
const mostAMinute = 60

/** What a browser needs to be paged, and where the buttons of what it shows are pressed. */
export function pushRoutes({ secrets }: Outside): Route[] {
  const slow = slowDown()
  return [
    route({
      method: 'GET',
      path: '/api/v1/push/key',
      action: 'self',
      says: 'The public key of this server, to which a browser binds its subscription (applicationServerKey).',
      run: async () => ({ key: vapidOf(secrets.derive, 'mailto:').publicKey }),
    }),
    route({
      method: 'POST',
      path: '/b/:token',
      action: 'public',
      says: 'Presses the button of a message, once: its token is the right to. Answers what was done.',
      body: nothing,
      bodyLimit: 1024,
      async run({ desk, request }) {
        slow(desk, request.ip, mostAMinute)
        return {}
      },
      async afterwards({ desk, params }) {
        const done = await press(desk, params.token)
        if (!done) throw notFound('such button, or it was pressed already')
        return { done }
      },
    }),
    route({
      method: 'POST',
      path: '/b/:token/shown',
      action: 'public',
      says: 'The device says by itself that it shows the message of this button. Presses nothing.',
      body: nothing,
      bodyLimit: 1024,
      async run({ desk, request }) {
        slow(desk, request.ip, mostAMinute)
        return {}
      },
      async afterwards({ desk, params }) {
        await shown(desk, params.token)
        return {}
      },
    }),
    ...(['/b/:token/key', '/b/:token/key/:other'] as const).map(path =>
      route({
        method: 'POST',
        path,
        action: 'public',
        says: 'A key was pressed in a phone call: 1 is the first button of the page, 2 the other. Answers what is said next, as TwiML.',
        body: keyed,
        bodyLimit: 8 * 1024,
        async run({ desk, request }) {
          slow(desk, request.ip, mostAMinute)
          return {}
        },
        async afterwards({ desk, params, body, reply }) {
          const { token, other } = params as { token: string; other?: string }
          const which = { 1: token, 2: other }[body.Digits]
          reply.type('text/xml')
          return new Answer(200, sayTwiml(keySays(which ? await pressed(desk, which) : undefined)))
        },
      }),
    ),
  ]
}
