import type { Alert } from '../../alert/alert.ts'
import { isFields, unreadable } from '../../alert/reading.ts'
import type { Received } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  linkSaid,
  momentSaid,
  needed,
  notesOf,
  placeIn,
  readOne,
  said,
  tagsSaid,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'

const template = `{"healthchecks": $JSON, "code": "$CODE", "status": "$STATUS", "now": "$NOW", "link": "https://healthchecks.io/checks/$CODE/details/"}`

/** Healthchecks' webhooks send what a template says: ours, with the check as its API has it. */
export const healthchecks: Sender = {
  kind: 'healthchecks',
  name: 'Healthchecks',
  vendorPage: 'https://github.com/healthchecks/healthchecks/blob/master/templates/integrations/webhook_form.html',
  sends: 'Checks that go down and come up.',
  setUp: [
    'Integrations, Webhook: for down and for up the method POST, URL {url}, header "Content-Type: application/json", and this body (with the address of your own server in it):',
    template,
  ],
  recognises: body => isFields(placeIn(body, 'healthchecks')) && said(body, 'code') !== undefined,
  read: readOne(checkTold),
}

function checkTold(body: object, received: Received): Alert {
  const status = needed(body, 'status', 'healthchecks.status')
  if (status !== 'down' && status !== 'up') unreadable(['status'], 'This should be "down" or "up".')
  const code = needed(body, 'code', 'healthchecks.uuid', 'healthchecks.slug', 'name')
  const name = said(body, 'healthchecks.name', 'name', 'healthchecks.slug') ?? code
  const at = momentSaid(body, 'now')
  const tags = tagsSaid((said(body, 'healthchecks.tags', 'tags') ?? '').split(/\s+/).filter(Boolean))
  return alertTold(
    {
      fingerprint: identityOf(code),
      over: status === 'up',
      name,
      title: name,
      severity: 'error',
      service: tags['service'],
      labels: { ...tags, check: name },
      annotations: notesOf({
        description: said(body, 'healthchecks.desc'),
        lastPing: said(body, 'healthchecks.last_ping'),
      }),
      startedAt: status === 'up' ? undefined : at,
      endedAt: at,
      link: linkSaid(body, 'link'),
    },
    received,
  )
}
