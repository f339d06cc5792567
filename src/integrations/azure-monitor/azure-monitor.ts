import type { Alert } from '../../alert/alert.ts'
import type { Received } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  isOver,
  labelsSaid,
  linkSaid,
  momentSaid,
  needed,
  notesOf,
  placeIn,
  readOne,
  said,
  severityBy,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'

/** Azure Monitor's action groups with the common alert schema: one alert a body, fired and resolved under the same `alertId`. */
export const azureMonitor: Sender = {
  kind: 'azure-monitor',
  name: 'Azure Monitor',
  vendorPage: 'https://learn.microsoft.com/en-us/azure/azure-monitor/alerts/alerts-common-schema',
  sends: 'Alerts of every type in the common alert schema, fired and resolved.',
  setUp: ['Action group, Actions: type Webhook, URI {url}, "Enable the common alert schema" on.'],
  recognises: body => said(body, 'schemaId') === 'azureMonitorCommonAlertSchema',
  read: readOne(alertOf),
}

const severityOf = severityBy({ sev0: 'critical', sev1: 'error', sev2: 'warning', sev3: 'info', sev4: 'info' })

function alertOf(body: object, received: Received): Alert {
  const told = placeIn(body, 'data.essentials')
  const rule = needed(body, 'data.essentials.alertRule')
  const target = said(told, 'alertTargetIDs.0')
  const resource = said(told, 'configurationItems.0')
  return alertTold(
    {
      fingerprint: identityOf(needed(body, 'data.essentials.alertId')),
      over: isOver(said(told, 'monitorCondition'), 'resolved'),
      name: rule,
      title: resource === undefined || rule.includes(resource) ? rule : `${rule}: ${resource}`,
      severity: severityOf(said(told, 'severity')),
      service: said(body, 'data.customProperties.service'),
      labels: labelsSaid(
        { resource, target, signal: said(told, 'signalType'), monitor: said(told, 'monitoringService') },
        placeIn(body, 'data.customProperties'),
      ),
      annotations: notesOf({ description: said(told, 'description') }),
      startedAt: momentSaid(told, 'firedDateTime'),
      endedAt: momentSaid(told, 'resolvedDateTime'),
      link: linkSaid(told, 'investigationLink') ?? portalOf(target),
    },
    received,
  )
}

/** The resource in the portal. */
const portalOf = (target = ''): string | undefined =>
  /^\/subscriptions\/[\w./()-]{1,1500}$/i.test(target) ? `https://portal.azure.com/#resource${target}` : undefined
