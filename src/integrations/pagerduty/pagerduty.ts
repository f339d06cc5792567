import { at, isFields } from '../../alert/reading.ts'
import type { Sender } from '../../alert/sender.ts'
import { readPagerDutyEvent, readPagerDutyV1 } from './read-events.ts'

/** Whatever speaks PagerDuty's Events API, at the plain address of a key; `/v2/enqueue` and its like are doors of their own. */
export const pagerduty: Sender = {
  kind: 'pagerduty',
  name: 'PagerDuty events',
  vendorPage: 'https://developer.pagerduty.com/docs/events-api-v2-overview',
  sends: 'Events API v2 and v1: trigger, acknowledge, resolve; change events at their own path.',
  setUp: ['Send to /v2/enqueue of this server as to events.pagerduty.com, with the key as routing_key.'],
  recognises: body => isFields(body) && (at(body, 'event_action') !== undefined || isV1(body)),
  read: (body, received) => (isFields(body) && isV1(body) ? readPagerDutyV1 : readPagerDutyEvent)(body, received),
}

const actions: readonly unknown[] = ['trigger', 'acknowledge', 'resolve']

const isV1 = (body: object): boolean =>
  'event_type' in body &&
  !('event_action' in body) &&
  (actions.includes(body.event_type) || 'service_key' in body || 'incident_key' in body)
