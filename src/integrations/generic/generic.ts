import type { Sender } from '../../alert/sender.ts'
import { mappingSettings } from './mapping.ts'
import { readPlainAlerts } from './read-alerts.ts'

/** The plain form. It takes what nobody else recognises, so that its errors are the ones a script's author reads. */
export const generic: Sender = {
  kind: 'generic',
  name: 'Plain JSON',
  vendorPage: '',
  sends:
    'One alert or a list: title, and if you like severity, status, service, fingerprint, description, labels, startedAt, endedAt, link.',
  setUp: [
    'A script sends the plain form:',
    `curl -d '{"title": "Checkout is slow", "severity": "warning"}' {url}`,
    'Any other JSON: Settings, Senders, Mapping. Each field is an expression in JSONata, shown live on the last body that arrived.',
  ],
  settings: mappingSettings,
  recognises: () => true,
  read: readPlainAlerts,
}
