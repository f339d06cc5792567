import { at, isFields } from '../../alert/reading.ts'
import type { Integration } from '../../store/integrations.ts'
import { ApiError } from '../answer.ts'
import type { IntakeCall } from '../intake.ts'
import { jsonBody } from '../intake-body.ts'
import { integrationOfKey } from '../known-keys.ts'
import type { IntakeRoute } from './door.ts'
import { keepEvent } from './keep-event.ts'
import { pagerDutyProblem, pagerDutyTaken } from './pagerduty-answers.ts'

/** PagerDuty's paths carry the key in the body, and have answers of their own. */
export const pagerDutyDoor: readonly IntakeRoute[] = [
  door(
    '/v2/enqueue',
    'pagerduty-v2',
    'routing_key',
    'Alerts of senders that speak the PagerDuty Events API v2; `routing_key` is the integration key.',
  ),
  door(
    '/v2/change/enqueue',
    'pagerduty-change',
    'routing_key',
    'Change events of the PagerDuty Events API v2: a deploy, a migration, a flag.',
  ),
  door(
    '/generic/2010-04-15/create_event.json',
    'pagerduty-v1',
    'service_key',
    'Alerts of senders that speak the first PagerDuty Events API; `service_key` is the integration key.',
  ),
]

type Dialect = 'pagerduty-v1' | 'pagerduty-v2' | 'pagerduty-change'

function door(path: string, dialect: Dialect, keyField: string, says: string): IntakeRoute {
  return {
    method: 'POST',
    path: new RegExp(`^${path.replaceAll('.', '\\.')}/?$`),
    as: path,
    says,
    answers: dialect === 'pagerduty-v1' ? 200 : 202,
    sayProblem: pagerDutyProblem,
    // Senders of the first API try again after a 403, and give up after a 429.
    ...(dialect === 'pagerduty-v1' && { busyStatus: 403 }),
    async run(call) {
      const body = await jsonBody(call.request, bytes => call.place.grow(bytes))
      const integration = await keyedByBody(call, body, keyField)
      call.place.of(integration.id)
      return pagerDutyTaken(dialect, await keepEvent(call, integration, dialect, body))
    },
  }
}

/** An unknown key, a malformed and a deleted one are the same to whoever asks. */
async function keyedByBody(call: IntakeCall, body: unknown, keyField: string): Promise<Integration> {
  const key = isFields(body) ? at(body, keyField) : undefined
  if (key === undefined || key === null || key === '')
    throw new ApiError(400, 'invalid', 'This is missing or blank.', { path: keyField })
  const integration = await integrationOfKey(call.desk, typeof key === 'string' ? key : '')
  if (!integration)
    throw new ApiError(400, 'invalid', 'No integration has this key; a key has 32 characters.', { path: keyField })
  return integration
}
