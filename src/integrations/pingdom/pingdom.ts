import type { Alert, Label } from '../../alert/alert.ts'
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
  tagsSaid,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'

/** Pingdom's webhooks: one check a body, with the state it went to. */
export const pingdom: Sender = {
  kind: 'pingdom',
  name: 'Pingdom',
  vendorPage: 'https://www.pingdom.com/resources/webhooks/',
  sends: 'Uptime and transaction checks that go down and come up.',
  setUp: ['Integrations, Add integration: type Webhook, URL {url}. Each check: choose it under "Integrations".'],
  recognises: body => said(body, 'check_id') !== undefined && said(body, 'current_state') !== undefined,
  read: readOne(checkTold),
}

const severityOf = severityBy({ high: 'error', low: 'warning' })

function checkTold(body: object, received: Received): Alert {
  const over = isOver(needed(body, 'current_state'), 'up', 'success')
  const name = needed(body, 'check_name')
  const at = momentSaid(body, 'state_changed_timestamp')
  const tags = tagsIn(placeIn(body, 'tags'))
  return alertTold(
    {
      fingerprint: identityOf(needed(body, 'check_id')),
      over,
      name,
      title: name,
      severity: severityOf(said(body, 'importance_level')),
      service: tags['service'],
      labels: {
        ...tags,
        ...labelsSaid({ check: name, type: said(body, 'check_type'), host: said(body, 'check_params.hostname') }),
      },
      annotations: notesOf({ description: said(body, 'long_description', 'description') }),
      startedAt: over ? undefined : at,
      endedAt: at,
      link: linkSaid(body, 'check_params.full_url'),
    },
    received,
  )
}

/** A list of texts, or of `{name}`. */
const tagsIn = (list: unknown): Label =>
  tagsSaid(
    Array.isArray(list)
      ? list.slice(0, 200).map((tag: unknown) => (typeof tag === 'string' ? tag : said(tag, 'name')))
      : [],
  )
