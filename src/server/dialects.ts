import type { Headers, Sender } from '../alert/sender.ts'
import { alertmanager } from '../integrations/alertmanager/alertmanager.ts'
import { readAlertmanagerAlerts } from '../integrations/alertmanager/read-alerts.ts'
import { argocd } from '../integrations/argocd/argocd.ts'
import { axiom } from '../integrations/axiom/axiom.ts'
import { azureMonitor } from '../integrations/azure-monitor/azure-monitor.ts'
import { betterStack } from '../integrations/better-stack/better-stack.ts'
import { checkly } from '../integrations/checkly/checkly.ts'
import { checkmk } from '../integrations/checkmk/checkmk.ts'
import { cloudevents } from '../integrations/cloudevents/cloudevents.ts'
import { cloudwatch } from '../integrations/cloudwatch/cloudwatch.ts'
import { coralogix } from '../integrations/coralogix/coralogix.ts'
import { dash0 } from '../integrations/dash0/dash0.ts'
import { datadog } from '../integrations/datadog/datadog.ts'
import { dynatrace } from '../integrations/dynatrace/dynatrace.ts'
import { elastic } from '../integrations/elastic/elastic.ts'
import { gcpMonitoring } from '../integrations/gcp-monitoring/gcp-monitoring.ts'
import { plainChange } from '../integrations/generic/change.ts'
import { generic } from '../integrations/generic/generic.ts'
import { github } from '../integrations/github/github.ts'
import { gitlab } from '../integrations/gitlab/gitlab.ts'
import { grafana } from '../integrations/grafana/grafana.ts'
import { graylog } from '../integrations/graylog/graylog.ts'
import { healthchecks } from '../integrations/healthchecks/healthchecks.ts'
import { icinga } from '../integrations/icinga/icinga.ts'
import { nagios } from '../integrations/icinga/nagios.ts'
import { librenms } from '../integrations/librenms/librenms.ts'
import { netdata } from '../integrations/netdata/netdata.ts'
import { newRelic } from '../integrations/new-relic/new-relic.ts'
import { opsgenie } from '../integrations/opsgenie/opsgenie.ts'
import { pagerduty } from '../integrations/pagerduty/pagerduty.ts'
import { readPagerDutyChange, readPagerDutyEvent, readPagerDutyV1 } from '../integrations/pagerduty/read-events.ts'
import { pingdom } from '../integrations/pingdom/pingdom.ts'
import { sentry } from '../integrations/sentry/sentry.ts'
import { signalfx } from '../integrations/signalfx/signalfx.ts'
import { splunk } from '../integrations/splunk/splunk.ts'
import { thousandeyes } from '../integrations/thousandeyes/thousandeyes.ts'
import { uptimeKuma } from '../integrations/uptime-kuma/uptime-kuma.ts'
import { wazuh } from '../integrations/wazuh/wazuh.ts'
import { zabbix } from '../integrations/zabbix/zabbix.ts'

/** Everything that sends alerts, one line each. The plain form is the last, because it takes what nobody else recognises. */
export const senders: readonly Sender[] = [
  alertmanager,
  pagerduty,
  grafana,
  datadog,
  cloudwatch,
  sentry,
  uptimeKuma,
  gcpMonitoring,
  azureMonitor,
  newRelic,
  zabbix,
  pingdom,
  checkly,
  healthchecks,
  elastic,
  graylog,
  splunk,
  dynatrace,
  netdata,
  icinga,
  nagios,
  librenms,
  checkmk,
  wazuh,
  thousandeyes,
  signalfx,
  coralogix,
  axiom,
  dash0,
  opsgenie,
  betterStack,
  cloudevents,
  generic,
]

/** Who tells what was changed, and sends no alerts. */
export const changeSenders: readonly Sender[] = [github, gitlab, argocd, plainChange]

const everybody = [...changeSenders, ...senders]
const byKind = new Map(everybody.map(sender => [sender.kind, sender]))

export const senderOfKind = (kind: string): Sender | undefined => byKind.get(kind)

/** Kinds whose keys always took every form by its shape, and go on doing so. All others read their own form and no other. */
const open = new Set(['webhook', 'prometheus', 'alertmanager', 'pagerduty', 'generic'])

/** What a key can be made for. */
export const senderKinds = ['webhook', 'prometheus', ...byKind.keys()] as [string, ...string[]]

/** Who speaks: said by the kind of the key, or recognised by the form of the body. */
export function senderOf(kind: string, body: unknown, headers: Headers): Sender {
  const own = open.has(kind) ? undefined : byKind.get(kind)
  return own ?? everybody.find(sender => sender.recognises(body, headers)) ?? generic
}

/** How the bodies of paths of their own are read. */
export const dialects = {
  'alertmanager-v2': readAlertmanagerAlerts,
  'pagerduty-v2': readPagerDutyEvent,
  'pagerduty-v1': readPagerDutyV1,
  'pagerduty-change': readPagerDutyChange,
}

export type Dialect = keyof typeof dialects
