import type { Alert } from '../../alert/alert.ts'
import { fieldsOf, reading } from '../../alert/reading.ts'
import type { Received, Report } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  isOver,
  labelsSaid,
  linkSaid,
  momentSaid,
  needed,
  notesOf,
  said,
  severityBy,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'

const script = `#!/usr/bin/env python3
# Fireline
import json, os, urllib.request
names = """WHAT NOTIFICATIONTYPE OMD_SITE HOSTNAME HOSTALIAS HOSTADDRESS HOSTSTATE HOSTOUTPUT HOSTPROBLEMID SERVICEDESC SERVICESTATE
SERVICEOUTPUT SERVICEPROBLEMID SHORTDATETIME MICROTIME""".split()
said = {name: os.environ.get("NOTIFY_" + name, "") for name in names}
request = urllib.request.Request("{url}", json.dumps({"checkmk": said}).encode(), {"content-type": "application/json"})
urllib.request.urlopen(request, timeout=10)`

/** Checkmk has no webhook: a notification script posts its variables, under their own names. */
export const checkmk: Sender = {
  kind: 'checkmk',
  name: 'Checkmk',
  vendorPage: 'https://docs.checkmk.com/latest/en/notifications.html#scripts',
  sends: 'Problems of hosts and services, their recovery and acknowledgement, from our notification script.',
  setUp: [
    'As the site user, in ~/local/share/check_mk/notifications/fireline, executable:',
    script,
    'Setup, Events, Notifications, Add rule: method Fireline, no parameters.',
  ],
  recognises: body => said(body, 'checkmk.NOTIFICATIONTYPE') !== undefined,
  read: (body, received) => reading(() => notification(fieldsOf(body, []), received)),
}

const severityOf = severityBy({ down: 'critical', unreachable: 'error', unreach: 'error', unknown: 'error' })

/** `PROBLEM`, `RECOVERY`, `ACKNOWLEDGEMENT`; downtimes and flapping need nobody. */
function notification(body: object, received: Received): Report {
  const type = needed(body, 'checkmk.NOTIFICATIONTYPE')
  const [host, service] = [needed(body, 'checkmk.HOSTNAME'), said(body, 'checkmk.SERVICEDESC')]
  const fingerprint = identityOf(said(body, 'checkmk.OMD_SITE') ?? '', host, service ?? '')
  if (isOver(type, 'acknowledgement')) return { alerts: [], acknowledged: [fingerprint] }
  if (!isOver(type, 'problem', 'recovery', 'custom')) return { alerts: [] }
  return { alerts: [alertOf(body, fingerprint, received)] }
}

function alertOf(body: object, fingerprint: string, received: Received): Alert {
  const [host, service] = [needed(body, 'checkmk.HOSTNAME'), said(body, 'checkmk.SERVICEDESC')]
  const state = service === undefined ? needed(body, 'checkmk.HOSTSTATE') : needed(body, 'checkmk.SERVICESTATE')
  const over = isOver(state, 'ok', 'up')
  const at = momentSaid(body, 'checkmk.MICROTIME')
  return alertTold(
    {
      fingerprint,
      over,
      name: service ?? 'Host check',
      title: service === undefined ? host : `${service} on ${host}`,
      severity: over ? 'error' : severityOf(state),
      labels: labelsSaid({
        host,
        check: service,
        site: said(body, 'checkmk.OMD_SITE'),
        ip: said(body, 'checkmk.HOSTADDRESS'),
      }),
      annotations: notesOf({ description: said(body, 'checkmk.SERVICEOUTPUT', 'checkmk.HOSTOUTPUT') }),
      startedAt: over ? undefined : at,
      endedAt: at,
      link: linkSaid(body, 'checkmk.LINK'),
    },
    received,
  )
}
