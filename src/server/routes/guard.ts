import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { hostSeat } from '../../hosts/host-seat.ts'
import { hostWasTouched } from '../../hosts/host-touches.ts'
import { terminalsOf } from '../../hosts/terminals.ts'
import { guardByKey, guardByWatchKey, guardWasSeen, type HostGuard } from '../../store/host-guards.ts'
import { addressOf } from '../address-of.ts'
import { ApiError } from '../answer.ts'
import { betweenOf } from '../nodes/between.ts'
import { nodeOf } from '../nodes/elsewhere.ts'
import { type Call, type Route, route } from '../route.ts'
import { seatText } from '../seat-text.ts'
import { type SlowDown, slowDown } from '../slow-down.ts'
import { watchAsText } from '../watch-as-text.ts'

const touched = z.strictObject({
  what: z.enum(['login', 'no-tty', 'held', 'unasked', 'package', 'cron', 'deploy']),
  who: z.string().trim().min(1).max(200).optional(),
  from: z.string().trim().max(200).optional(),
  why: z.string().trim().max(500).optional(),
  count: z.coerce.number().int().min(1).max(1_000_000).default(1),
})

const cells = z.coerce.number().int().min(0).max(1_000)
const looking = z.strictObject({
  rows: cells.default(24),
  cols: cells.default(80),
  held: z.enum(['yes', 'no']).default('no'),
})

const mostAMinute = { unknown: 30, seat: 600, touched: 120, watch: 60 }

/** The guard of a host, by its keys: what it asks at a login, what it tells, and the screen for who watches there. */
export function guardRoutes(url: () => string): Route[] {
  const slow = slowDown()
  return [
    route({
      method: 'GET',
      path: '/guard/:key/seat',
      action: 'public',
      says: 'Who has the keyboard of the host whose guard asks, in lines that a shell reads.',
      async run(call) {
        const guard = await guardOf(call, slow, guardByKey)
        slow(call.desk, `seat ${guard.id}`, mostAMinute.seat)
        await guardWasSeen(call.sql, guard, call.desk.clock.now())
        plain(call)
        return seatText(await hostSeat(call.sql, namesOf(guard)), url())
      },
    }),
    route({
      method: 'POST',
      path: '/guard/:key/touched',
      action: 'public',
      says: 'Somebody or something other than the operator did something on the host whose guard tells it.',
      body: touched,
      bodyLimit: 4 * 1024,
      async run(call) {
        const guard = await guardOf(call, slow, guardByKey)
        slow(call.desk, `touched ${guard.id}`, mostAMinute.touched)
        const { from, why, ...touch } = call.body
        const body = { ...touch, ...(from && { from }), ...(why && { why }) }
        return { told: await hostWasTouched(call.desk, call.tx, guard, body) }
      },
    }),
    route({
      method: 'GET',
      path: '/guard/:key/watch',
      action: 'public',
      says: 'The screen of who has the keyboard of this host, as it changes, drawn for a terminal of this size.',
      query: looking,
      async run(call) {
        const guard = await guardOf(call, slow, guardByWatchKey)
        slow(call.desk, `watch ${guard.id}`, mostAMinute.watch)
        const here = await hostSeat(call.sql, namesOf(guard))
        const terminal = here?.terminal && terminalsOf(call.desk).get(here.terminal)
        if (here?.terminal && !terminal) await passedOn(call, here.incident, here.terminal)
        if (call.reply.sent) return undefined
        if (!terminal) throw new ApiError(404, 'no-terminal', 'Nobody shares a terminal of this host here.')
        call.reply.hijack()
        const goesOn = async () =>
          (await guardByWatchKey(call.desk.db, call.params.key)) !== undefined &&
          (await hostSeat(call.desk.db, namesOf(guard)))?.terminal === terminal.id
        const { rows, cols, held } = call.query
        // A terminal that does not know its size says 0.
        const size = { rows: rows || 24, cols: cols || 80 }
        watchAsText(terminal, { number: here.number, ...size, isHeld: held === 'yes' }, call.reply.raw, goesOn)
        return undefined
      },
    }),
  ]
}

/** The node that has the terminal knows the key as well; what it shows goes on as it comes. */
async function passedOn({ desk, request, reply }: Call<{ key: string }>, incident: string, id: string): Promise<void> {
  const between = betweenOf(desk)
  const node = between.passed(request) ? undefined : await nodeOf(desk, incident, id)
  if (!node) return
  const there = await between.get(node, request.url)
  if (there.statusCode !== 200) return void there.destroy()
  reply.hijack()
  reply.raw.writeHead(200, there.headers)
  pipeline(there, reply.raw).catch(() => {})
}

const namesOf = ({ host, also }: HostGuard): string[] => [host, ...also]

type ByKey = typeof guardByKey

async function guardOf({ desk, sql, params, request }: Call<{ key: string }>, slow: SlowDown, by: ByKey) {
  const guard = /^fl_(guard|watch)_[-_A-Za-z0-9]{43}$/.test(params.key) ? await by(sql, params.key) : undefined
  if (guard) return guard
  slow(desk, `unknown ${addressOf(request)}`, mostAMinute.unknown)
  throw new ApiError(404, 'not-found', 'There is no guard of this key.')
}

function plain({ reply }: Pick<Call, 'reply'>): void {
  reply.type('text/plain; charset=utf-8').header('cache-control', 'no-store')
}
