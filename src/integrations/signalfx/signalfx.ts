import type { Alert, Label } from '../../alert/alert.ts'
import { isFields } from '../../alert/reading.ts'
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
import { signingSecret } from '../../alert/signing-secret.ts'

/** Splunk Observability Cloud (SignalFx) with the payload that a new webhook has there: one incident of a detector a body. */
export const signalfx: Sender = {
  kind: 'signalfx',
  name: 'Splunk Observability (SignalFx)',
  vendorPage: 'https://dev.splunk.com/observability/docs/integrations/webhook_integration_overview/',
  sends: 'Incidents of detectors, anomalous and over.',
  setUp: ['Data Management, Add integration, Webhook: URL {url}. Each detector: add it as a recipient.'],
  checks: 'X-SFX-Signature, where the shared secret is set.',
  recognises: body =>
    said(body, 'incidentId') !== undefined &&
    said(body, 'detector', 'detectorUrl') !== undefined &&
    said(body, 'status', 'statusExtended') !== undefined,
  read: readOne(incidentTold),
  settings: signingSecret(
    'The shared secret of the webhook integration. With it, only what is signed with it is taken.',
  ),
  secrets: ['secret'],
  // Its pages say SHA-1 in some places and SHA-256 in others; neither can be made without the secret.
  verify: async ({ headers }, { secret }, { isHmac }) => {
    if (typeof secret !== 'string') return undefined
    const given = headers['x-sfx-signature']
    const isGood = (['sha1', 'sha256'] as const).some(digest => isHmac(given, { digest, key: secret, as: 'base64' }))
    return isGood
      ? undefined
      : { path: 'X-SFX-Signature', message: 'This is not signed with the secret that is set here.' }
  },
}

const severityOf = severityBy({ major: 'error', minor: 'warning' })

function incidentTold(body: object, received: Received): Alert {
  const state = said(body, 'statusExtended') ?? needed(body, 'status')
  const over = isOver(state, 'ok', 'manually resolved', 'stopped')
  const rule = needed(body, 'rule', 'detector', 'messageTitle')
  const detector = said(body, 'detector')
  const at = momentSaid(body, 'timestamp')
  const labels = labelsIn(body)
  return alertTold(
    {
      fingerprint: identityOf(needed(body, 'incidentId')),
      over,
      name: rule,
      title: detector === undefined || detector === rule ? rule : `${rule} (${detector})`,
      severity: severityOf(said(body, 'severity')),
      service: labels['service'] ?? labels['sf_service'],
      labels,
      annotations: notesOf({
        description: said(body, 'description'),
        message: said(body, 'messageBody'),
        runbook: said(body, 'runbookUrl'),
      }),
      startedAt: over ? undefined : at,
      endedAt: at,
      link: linkSaid(body, 'detectorUrl'),
    },
    received,
  )
}

/** The dimensions of everything that the rule looked at. */
function labelsIn(body: object): Label {
  const inputs = placeIn(body, 'inputs')
  const told = isFields(inputs) ? Object.values(inputs).slice(0, 20) : []
  const dimensions = told.flatMap(input => [placeIn(input, 'key'), placeIn(input, 'dimensions')])
  return labelsSaid(...dimensions, placeIn(body, 'dimensions'), {
    detector: said(body, 'detector'),
    metric: said(body, 'originatingMetric'),
  })
}
