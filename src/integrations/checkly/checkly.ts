import type { Alert } from '../../alert/alert.ts'
import type { Received } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  labelsSaid,
  linkSaid,
  momentSaid,
  needed,
  notesOf,
  readOne,
  said,
  tagsSaid,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'
import { signingSecret } from '../../alert/signing-secret.ts'

const template = `{
  "event": "{{ALERT_TITLE}}", "alert_type": "{{ALERT_TYPE}}", "check_id": "{{CHECK_ID}}", "check_name": "{{CHECK_NAME}}",
  "check_type": "{{CHECK_TYPE}}", "group_name": "{{GROUP_NAME}}", "error": "{{CHECK_ERROR_MESSAGE}}", "region": "{{REGION}}",
  "link": "{{RESULT_LINK}}", "started_at": "{{STARTED_AT}}", "check_result_id": "{{CHECK_RESULT_ID}}"
}`

/** Checkly's webhook channel: what its template says; ours, or the one that a new channel has. */
export const checkly: Sender = {
  kind: 'checkly',
  name: 'Checkly',
  vendorPage: 'https://www.checklyhq.com/docs/integrations/alerts/webhooks/',
  sends: 'Checks that fail, degrade and recover, and certificates that expire.',
  setUp: ['Alerts, Add more channels: Webhook, method POST, URL {url}, and this body:', template],
  checks: 'x-checkly-signature, where the secret is set.',
  recognises: body => said(body, 'check_id') !== undefined && /^(ALERT_|NO_ALERT)/.test(said(body, 'alert_type') ?? ''),
  read: readOne(checkTold),
  settings: signingSecret('The secret of the webhook in Checkly. With it, only what Checkly signed is taken.'),
  secrets: ['secret'],
  verify: async ({ headers }, { secret }, { isHmac }) => {
    if (typeof secret !== 'string') return undefined
    if (isHmac(headers['x-checkly-signature'], { digest: 'sha256', key: secret, as: 'hex' })) return undefined
    return { path: 'x-checkly-signature', message: 'This is not signed with the secret that is set here.' }
  },
}

/** `ALERT_FAILURE`, `ALERT_DEGRADED`, `…_REMAIN`, `…_RECOVERY`, `ALERT_SSL`; `NO_ALERT` needs nobody. */
function checkTold(body: object, received: Received): Alert | undefined {
  const type = needed(body, 'alert_type').toUpperCase()
  if (type === 'NO_ALERT') return undefined
  const isCertificate = type === 'ALERT_SSL'
  const name = said(body, 'check_name') ?? nameIn(needed(body, 'event'))
  const over = type.endsWith('RECOVERY')
  const at = momentSaid(body, 'started_at')
  return alertTold(
    {
      fingerprint: identityOf(needed(body, 'check_id'), ...(isCertificate ? ['certificate'] : [])),
      over,
      name,
      title: isCertificate ? needed(body, 'event', 'check_name') : name,
      severity: isCertificate || /^ALERT_DEGRADED(_REMAIN)?$|_DEGRADED$/.test(type) ? 'warning' : 'error',
      labels: {
        ...tagsSaid(said(body, 'tags')),
        ...labelsSaid({
          check: name,
          type: said(body, 'check_type'),
          group: said(body, 'group_name'),
          region: said(body, 'region'),
        }),
      },
      annotations: notesOf({ description: said(body, 'error') }),
      startedAt: over ? undefined : at,
      endedAt: at,
      link: linkSaid(body, 'link'),
    },
    received,
  )
}

/** `Check "Payment API" has failed`: the name of the check. */
const nameIn = (title: string): string => /"([^"]{1,500})"/.exec(title)?.[1] ?? title
