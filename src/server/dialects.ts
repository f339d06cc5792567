import { at, isFields } from '../alert/reading.ts'
import type { ReadReport } from '../alert/report.ts'
import { readAlertmanagerAlerts, readAlertmanagerWebhook } from '../integrations/alertmanager/read-alerts.ts'
import { readPlainAlerts } from '../integrations/generic/read-alerts.ts'
import { readPagerDutyChange, readPagerDutyEvent, readPagerDutyV1 } from '../integrations/pagerduty/read-events.ts'

/** How each form of a body is read. */
export const dialects = {
  'alertmanager-webhook': readAlertmanagerWebhook,
  'alertmanager-v2': readAlertmanagerAlerts,
  'pagerduty-v2': readPagerDutyEvent,
  'pagerduty-v1': readPagerDutyV1,
  'pagerduty-change': readPagerDutyChange,
  plain: readPlainAlerts,
} satisfies Record<string, ReadReport>

export type Dialect = keyof typeof dialects

/** Which form a body has, by its shape. A plain form is the last guess, so that its errors are the ones a script's author reads. */
export function recognise(body: unknown): Dialect {
  if (Array.isArray(body)) return isPlain(body[0]) ? 'plain' : 'alertmanager-v2'
  if (!isFields(body)) return 'plain'
  if (Array.isArray(at(body, 'alerts'))) return 'alertmanager-webhook'
  if (at(body, 'event_action') !== undefined) return 'pagerduty-v2'
  if (at(body, 'event_type') !== undefined) return 'pagerduty-v1'
  return 'plain'
}

const isPlain = (first: unknown): boolean => isFields(first) && at(first, 'title') !== undefined
