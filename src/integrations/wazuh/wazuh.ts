import type { Alert, AlertSeverity } from '../../alert/alert.ts'
import { unreadable } from '../../alert/reading.ts'
import type { Received } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  labelsSaid,
  momentSaid,
  needed,
  notesOf,
  placeIn,
  readOne,
  said,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'

const script = `#!/bin/sh
# The manager hands over the file of the alert, a key, and the hook_url.
exec curl -fsS -m 10 -H 'content-type: application/json' --data-binary @"$1" "$3"`

const block = `<integration>
  <name>custom-fireline</name>
  <hook_url>{url}</hook_url>
  <level>7</level>
  <alert_format>json</alert_format>
</integration>`

/** Wazuh's integrator hands each alert to a script, which posts it as it is. Wazuh knows no end of an alert: it ends here. */
export const wazuh: Sender = {
  kind: 'wazuh',
  name: 'Wazuh',
  vendorPage:
    'https://documentation.wazuh.com/current/user-manual/manager/integration-with-external-apis.html#custom-integration',
  sends: 'Alerts of rules, as Wazuh writes them. It never says that one is over.',
  setUp: [
    'On the manager, in /var/ossec/integrations/custom-fireline, owner root:wazuh, mode 750:',
    script,
    'In ossec.conf, with the level from which you want to hear:',
    block,
  ],
  recognises: body =>
    said(body, 'rule.level') !== undefined &&
    said(body, 'rule.id') !== undefined &&
    said(body, 'agent.id', 'manager.name') !== undefined,
  read: readOne(alertOf),
}

/** Wazuh's own bands (documentation.wazuh.com, rules classification): below 7 low, 7 to 11 medium, 12 to 14 high, 15 critical. */
function severityOf(level: number): AlertSeverity {
  if (level >= 15) return 'critical'
  if (level >= 12) return 'error'
  return level >= 7 ? 'warning' : 'info'
}

function alertOf(body: object, received: Received): Alert {
  const level = Number(needed(body, 'rule.level'))
  if (!(level >= 0 && level <= 16)) unreadable(['rule', 'level'], 'This should be a number from 0 to 16.')
  const name = needed(body, 'rule.description')
  const agent = said(body, 'agent.name')
  return alertTold(
    {
      fingerprint: identityOf(needed(body, 'rule.id'), said(body, 'agent.id', 'agent.name') ?? ''),
      over: false,
      name,
      title: agent === undefined ? name : `${name} on ${agent}`,
      severity: severityOf(level),
      labels: labelsSaid({
        host: agent,
        ip: said(body, 'agent.ip'),
        rule: said(body, 'rule.id'),
        level: placeIn(body, 'rule.level'),
        manager: said(body, 'manager.name'),
        location: said(body, 'location'),
      }),
      annotations: notesOf({ description: said(body, 'full_log') }),
      startedAt: momentSaid(body, 'timestamp'),
    },
    received,
  )
}
