import { may } from '../access/may.ts'
import { commands } from '../api/commands.ts'
import { handle } from '../engine/handle.ts'
import { newId } from '../engine/id.ts'
import type { Actor } from '../incident/entry.ts'
import { type Capability, noteTap } from '../store/capabilities.ts'
import { Answer, ApiError } from './answer.ts'
import { type Found, type Params, page, sentence } from './capability-answer.ts'
import { asksOf, leadsTo, mayAsk, viewOf } from './capability-asks.ts'
import type { Call } from './route.ts'

type Press = Call<Params & { command: string }, unknown, Record<string, string>>

/** That it was tapped, then what was pressed, in one transaction; afterwards a page by a redirect, so that a reload asks nothing. */
export async function press(call: Press, found: Found): Promise<Answer> {
  const { desk, tx, params, reply } = call
  const { capability, is } = found
  const { command } = params
  const refused = (status: number, trouble: string) =>
    page(call, found, { view: viewOf[command] ?? 'now', status, trouble, written: call.body })
  if (!mayAsk[capability.kind].includes(command)) return notFromHere(call)
  const asks = asksOf({ command, form: call.body, is, capability, now: desk.clock.at() })
  if (asks instanceof ApiError) return refused(400, asks.message)
  if (!asks.every(one => isAllowed(one.command, found))) return notFromHere(call)
  const now = desk.clock.now()
  const by = actorOf(capability)
  const ask = (asked: unknown) => ({ id: newId(now), by, at: desk.clock.at(), body: asked })
  if (capability.kind === 'responder') await handle(desk, tx, is.id, ask({ call: capability.subject }), 'call-tapped')
  await noteTap(tx, is.id, capability.subject, now)
  for (const one of asks) {
    const handled = await handle(desk, tx, is.id, ask(one.body), one.command)
    if ('code' in handled) return refused(409, handled.message)
  }
  const view = leadsTo[command]
  reply.header('location', `/a/${params.capability}${view ? `/${view}` : ''}`)
  return new Answer(303, '')
}

/**
 * It stood on a screen, says the page's own script once it was in front of somebody for a second. What fetches links does not come so
 * far, and a page of somebody else's is turned away.
 */
export async function shown({ desk, tx, request }: Call<Params>, { capability, is }: Found): Promise<Answer> {
  const from = request.headers['sec-fetch-site'] ?? 'same-origin'
  if (request.headers['x-look'] !== 'shown' || from !== 'same-origin')
    throw new ApiError(403, 'not-from-here', 'Only the page itself says that it is shown.')
  if (capability.kind === 'responder') {
    const ask = { id: newId(desk.clock.now()), by: actorOf(capability), at: desk.clock.at() }
    await handle(desk, tx, is.id, { ...ask, body: { call: capability.subject } }, 'call-shown')
  }
  return new Answer(204, '')
}

function isAllowed(command: string, { is, capability }: Found): boolean {
  const link = { kind: 'capability', id: 'link', name: capability.name, incident: is.id } as const
  const spec = commands[command]
  return spec !== undefined && may(link, spec.action, { incident: is.id })
}

const notFromHere = (call: Press): Answer =>
  sentence(call, 403, 'Not from here', 'This link does not do that. Sign in to Fireline for more.')

const actorOf = ({ person, name }: Capability): Actor => ({ kind: 'person', id: person ?? `author:${name}`, name })
