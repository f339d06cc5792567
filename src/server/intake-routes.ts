import type { Described } from '../api/openapi.ts'
import { ApiError } from './answer.ts'
import { alertmanagerDoor } from './doors/alertmanager.ts'
import { alertmanagerSilencesDoor } from './doors/alertmanager-silences.ts'
import { anySenderDoor } from './doors/any-sender.ts'
import type { IntakeRoute } from './doors/door.ts'
import { heartbeatDoor } from './doors/heartbeat.ts'
import { opsgenieDoor } from './doors/opsgenie.ts'
import { pagerDutyDoor } from './doors/pagerduty.ts'
import { slackDoor } from './doors/slack.ts'
import { smsDoor } from './doors/sms.ts'

/** Each family of senders has its own file. */
export const intakeRoutes: readonly IntakeRoute[] = [
  ...anySenderDoor,
  ...heartbeatDoor,
  ...alertmanagerDoor,
  ...alertmanagerSilencesDoor,
  ...pagerDutyDoor,
  ...opsgenieDoor,
  ...slackDoor,
  ...smsDoor,
]

/** For the description of the API: nobody signs in here, the key is all. */
export const intakeDescribed: readonly Described[] = intakeRoutes.map(({ method, as, says, answers }) => ({
  method,
  path: as,
  action: 'public',
  says,
  answers,
}))

/** Everything else below `/intake/`. */
export function nothingHere(method: IntakeRoute['method']): IntakeRoute {
  return {
    method,
    path: /^\/intake\//,
    as: '/intake/*',
    says: 'Nothing.',
    run: () => Promise.reject(new ApiError(404, 'not-found', 'There is nothing here.')),
  }
}
