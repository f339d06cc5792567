import { beaten } from '../../store/heartbeats.ts'
import { ApiError } from '../answer.ts'
import { slugForm } from '../fields.ts'
import type { IntakeAnswer, IntakeCall } from '../intake.ts'
import type { IntakeRoute } from './door.ts'
import { keyed } from './keep.ts'

/** What does its work now and then says so here; silence is an alert. Whatever else the body says is not read. */
export const heartbeatDoor: readonly IntakeRoute[] = [
  {
    method: 'POST',
    path: /^\/intake\/([^/]+)\/heartbeat\/([^/]+)\/?$/,
    as: '/intake/{key}/heartbeat/{name}',
    says: 'A heartbeat of ours was heard. Late ones raise an alert, which resolves when it is heard again.',
    answers: 202,
    run: beat,
  },
]

async function beat(call: IntakeCall): Promise<IntakeAnswer> {
  call.request.resume()
  const { service } = await keyed(call)
  const { desk, params } = call
  const name = params[1] ?? ''
  const heartbeat = slugForm.test(name) ? await beaten(desk.db, name, service, desk.clock.at()) : undefined
  if (!heartbeat)
    throw new ApiError(
      404,
      'not-found',
      'There is no such heartbeat of this service. An admin makes it in the settings.',
    )
  return { status: 202, body: { heartbeat: name, at: heartbeat.lastAt, everyMs: heartbeat.everyMs } }
}
