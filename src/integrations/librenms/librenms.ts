import type { Alert } from '../../alert/alert.ts'
import { fieldsOf, reading, unreadable } from '../../alert/reading.ts'
import type { Received, Report } from '../../alert/report.ts'
import { alertTold, identityOf, labelsSaid, linkSaid, needed, notesOf, said, severityBy } from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'

const template = `{"monitor": "librenms", "id": "{{ $id }}", "state": "{{ $state }}", "severity": "{{ $severity }}", "name": "{{ $name }}",
 "title": "{{ $title }}", "host": "{{ $hostname }}", "sysName": "{{ $sysName }}", "os": "{{ $os }}", "ip": "{{ $ip }}", "link": "{{ $proc }}"}`

/** LibreNMS' API transport sends what its body says: ours is above. */
export const librenms: Sender = {
  kind: 'librenms',
  name: 'LibreNMS',
  vendorPage: 'https://docs.librenms.org/Alerting/Transports/Api/',
  sends: 'Alerts of rules, recovered and acknowledged, from an API transport with our body.',
  setUp: [
    'Alerts, Alert Transports, Create: type API, API Method POST, API URL {url}, API Headers Content-Type=application/json, and this API Body:',
    template,
  ],
  recognises: body => said(body, 'monitor') === 'librenms',
  read: (body, received) => reading(() => told(fieldsOf(body, []), received)),
}

const severityOf = severityBy({ ok: 'info' })

/** State 0 recovered, 1 alert, 2 acknowledged, 3 got worse, 4 got better, 5 changed. `id` is of the rule on the device. */
function told(body: object, received: Received): Report {
  const state = needed(body, 'state')
  if (!/^[0-5]$/.test(state)) unreadable(['state'], 'This should be a number from 0 to 5.')
  const fingerprint = identityOf(needed(body, 'id'))
  return state === '2'
    ? { alerts: [], acknowledged: [fingerprint] }
    : { alerts: [alertOf(body, fingerprint, state === '0', received)] }
}

function alertOf(body: object, fingerprint: string, over: boolean, received: Received): Alert {
  const [name, host] = [needed(body, 'name', 'title'), said(body, 'host', 'sysName')]
  return alertTold(
    {
      fingerprint,
      over,
      name,
      title: host === undefined ? name : `${name} on ${host}`,
      severity: severityOf(said(body, 'severity')),
      labels: labelsSaid({ host, sysName: said(body, 'sysName'), os: said(body, 'os'), ip: said(body, 'ip') }),
      annotations: notesOf({ summary: said(body, 'title') }),
      link: linkSaid(body, 'link'),
    },
    received,
  )
}
