import { look as lookUp } from '../engine/call.ts'
import { type Capability, capabilityOf } from '../store/capabilities.ts'
import type { Sql } from '../store/db.ts'
import { type Head, readHead } from '../store/head.ts'
import { serviceNamed } from '../store/loaders.ts'
import { addresseesOf } from '../store/stakeholders.ts'
import { Answer, ApiError, errorBody } from './answer.ts'
import { capabilityPage, sentencePage } from './capability-page.ts'
import { lookIn } from './capability-room.ts'
import type { View } from './capability-shown.ts'
import { livePageHeaders, pageHeaders } from './capability-style.ts'
import type { Call } from './route.ts'
import { withSizeUp } from './with-size-up.ts'

const afterResolveMs = 60 * 60_000

export type Params = { capability: string }
export interface Found {
  capability: Capability
  is: Head
  /** Why pages may not leave now; none while they do. */
  red?: string
}

/** What stands behind a link, or the sentence that says why nothing does. */
export async function find(call: Call<Params>, sql: Sql): Promise<Found | Answer> {
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

export function sentence(call: Call<Params>, status: number, title: string, text: string): Answer {
  const { reply } = call
  if (wantsJson(call)) return inJson(status, 'not-here', `${title}. ${text}`)
  reply.headers(pageHeaders)
  return new Answer(status, sentencePage(title, text))
}

/** A terminal asks for JSON, and gets the incident with its size-up. */
const wantsJson = ({ request }: Call<Params>): boolean => request.headers.accept === 'application/json'
const inJson = (status: number, code: string, message: string): Answer =>
  new Answer(status, errorBody(new ApiError(status, code, message)))

interface Look {
  view: View
  status?: number
  trouble?: string
  written?: Record<string, string>
}

export async function page(
  call: Call<Params>,
  { capability, is, red }: Found,
  { status = 200, ...look }: Look,
): Promise<Answer> {
  const { desk, params, reply } = call
  const [{ people, zone }, service] = await Promise.all([lookUp(desk, is), serviceNamed(desk.db, is.service)])
  const isResponder = capability.kind === 'responder'
  const shown = {
    is: await withSizeUp(desk, desk.db, is),
    capability,
    ...(red !== undefined && { red }),
    at: `/a/${params.capability}`,
    zone,
    now: desk.clock.at(),
    name: (id: string) => people.get(id)?.name ?? is.people.find(one => one.person === id)?.name ?? 'Somebody',
    team: [...people.values()].filter(one => one.kind === 'person' && one.role !== 'viewer'),
    isAgain: call.request.headers['x-look'] === 'again',
    serviceName: service?.name ?? is.service,
    mustKnow: service ? (await addresseesOf(desk.db, service, is.severity)).length : 0,
    ...(isResponder && { room: await lookIn(desk, desk.db, is, look.view) }),
    ...look,
  }
  if (isResponder && wantsJson(call))
    return look.trouble ? inJson(status, 'not-done', look.trouble) : new Answer(200, shown.is)
  reply.headers(isResponder ? livePageHeaders : pageHeaders)
  return new Answer(status, capabilityPage(shown))
}

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
