import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { addDeviceCode, approveCode, askedForCode, endCode } from '../../store/device-codes.ts'
import { addToken, personById } from '../../store/people.ts'
import { newSecret } from '../../store/tokens.ts'
import { ApiError, badField } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { slowDown } from '../slow-down.ts'

const validMs = 10 * 60_000
const intervalSeconds = 2
/** No vowels, so that no word comes out; no letters that look like digits. 20^8: not guessed in ten minutes. */
const letters = 'BCDFGHJKLMNPQRSTVWXZ'

const visible = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'This may not hold control characters.')

/** A terminal signs in: it shows a code, a person who is signed in says yes to it, and the terminal has a token of theirs. */
export function deviceRoutes(url: () => string): Route[] {
  const slow = slowDown()
  return [
    route({
      method: 'POST',
      path: '/api/v1/device',
      action: 'public',
      says: 'A terminal asks to sign in: answers the code to show to its person, and where they say yes to it.',
      answersSecret: true,
      body: z.strictObject({ name: visible.default('a terminal') }),
      async run({ tx, desk, body, request }) {
        slow(desk, request.ip, 20)
        const deviceCode = newSecret('fld')
        const userCode = newUserCode()
        const code = { secret: deviceCode, userCode, name: body.name, now: desk.clock.now(), validMs }
        if (!(await addDeviceCode(tx, code)))
          throw new ApiError(429, 'slow-down', 'Too many codes wait for a yes. Try again in a minute.', {
            retryAfterSeconds: 60,
          })
        const page = `${url()}/device#${userCode}`
        return { deviceCode, userCode, url: page, interval: intervalSeconds, expiresInSeconds: validMs / 1000 }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/device/token',
      action: 'public',
      says: 'The terminal asks whether its code was said yes to; then, once, it gets its token.',
      answersSecret: true,
      body: z.strictObject({ deviceCode: z.string().min(1).max(200) }),
      async run({ tx, desk, body }) {
        const now = desk.clock.now()
        const code = await askedForCode(tx, body.deviceCode, now)
        if (!code) throw new ApiError(404, 'code-over', 'This code is over. Run `fireline login` again.')
        const tooSoon = code.asked_at && now.getTime() - Date.parse(code.asked_at) < (intervalSeconds * 1000) / 2
        if (!code.approved_by) {
          if (tooSoon) return { pending: true, interval: intervalSeconds * 2 }
          return { pending: true, interval: intervalSeconds }
        }
        await endCode(tx, body.deviceCode)
        const person = await personById(tx, code.approved_by)
        if (!person) throw new ApiError(404, 'code-over', 'This code is over. Run `fireline login` again.')
        const { token } = await addToken(tx, person.id, { name: code.name }, now)
        return { token, person: { id: person.id, name: person.name } }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/device/approve',
      action: 'self',
      says: 'A signed-in person says yes to the code that their terminal shows.',
      body: z.strictObject({ userCode: z.string().trim().min(1).max(20) }),
      async run({ tx, desk, who, body }) {
        if (who.kind !== 'person') throw new ApiError(403, 'not-allowed', 'Only a person may say yes to a terminal.')
        const code = body.userCode.toUpperCase().replace(/[^A-Z]/g, '')
        const name = await approveCode(tx, `${code.slice(0, 4)}-${code.slice(4)}`, who.id, desk.clock.now())
        if (!name) throw badField('userCode', 'No terminal waits with this code. It may be over: ask for a new one.')
        return { name }
      },
    }),
  ]
}

function newUserCode(): string {
  const code = Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')
  return `${code.slice(0, 4)}-${code.slice(4)}`
}
