import { at, isFields } from '../../alert/reading.ts'
import type { Sender } from '../../alert/sender.ts'
import { readAlertmanagerAlerts, readAlertmanagerWebhook } from './read-alerts.ts'

/** Alertmanager's webhook, or the alerts of its API posted to the plain address. */
export const alertmanager: Sender = {
  kind: 'alertmanager',
  name: 'Prometheus Alertmanager',
  vendorPage: 'https://prometheus.io/docs/alerting/latest/configuration/#webhook_config',
  sends:
    'Its webhook, version 4: each alert on its own. Its API v2 is below the same address, for Prometheus and amtool.',
  setUp: ['A receiver with webhook_configs: [{ url: {url}, send_resolved: true }].'],
  recognises: body =>
    Array.isArray(body)
      ? !isOfOthers(body[0])
      : isFields(body) && Array.isArray(at(body, 'alerts')) && at(body, 'orgId') === undefined,
  read: (body, received) => (Array.isArray(body) ? readAlertmanagerAlerts : readAlertmanagerWebhook)(body, received),
}

/** Lists of plain alerts, and of CloudEvents. */
const isOfOthers = (first: unknown): boolean =>
  isFields(first) && ['title', 'specversion'].some(name => at(first, name) !== undefined)
