import type { Alert } from '../../alert/alert.ts'
import type { Received } from '../../alert/report.ts'
import { alertTold, identityOf, labelsSaid, linkSaid, needed, placeIn, readOne, said } from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'
import { alertSeverity } from '../../alert/severity.ts'

/** Splunk's webhook alert action: a saved search that found something, with the first row. It knows no end: it ends here. */
export const splunk: Sender = {
  kind: 'splunk',
  name: 'Splunk',
  vendorPage: 'https://docs.splunk.com/Documentation/Splunk/latest/Alert/Webhooks',
  sends: 'Saved searches that trigger. It never says that one is over.',
  setUp: ['Each alert: Add actions, Webhook, URL {url}. A column severity or service in its first row is read.'],
  recognises: body => said(body, 'sid') !== undefined && said(body, 'results_link', 'search_name') !== undefined,
  read: readOne(searchTold),
}

/** The saved search is the identity; of one without a name, its `sid` without the run (`…_at_<time>_<n>`). */
function searchTold(body: object, received: Received): Alert {
  const search = said(body, 'search_name') ?? needed(body, 'sid').replace(/_at_\d+_\d+.*$/, '')
  const title = said(body, 'search_name') ?? `A search in ${said(body, 'app') ?? 'Splunk'}`
  const row = placeIn(body, 'result')
  return alertTold(
    {
      fingerprint: identityOf(said(body, 'app') ?? '', search),
      over: false,
      name: title,
      title,
      severity: alertSeverity(said(row, 'severity')),
      service: said(row, 'service'),
      labels: labelsSaid({ app: said(body, 'app'), owner: said(body, 'owner') }, row),
      link: linkSaid(body, 'results_link'),
    },
    received,
  )
}
