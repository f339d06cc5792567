import type { Alert } from '../../alert/alert.ts'
import { isFields } from '../../alert/reading.ts'
import type { Received, Report } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  labelsSaid,
  needed,
  notesOf,
  placeIn,
  readOne,
  said,
  severityBy,
  tagsSaid,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'

/** Whatever creates alerts by Opsgenie's Alert API. Its own paths are a door of their own, with the key where Opsgenie has it. */
export const opsgenie: Sender = {
  kind: 'opsgenie',
  name: 'Opsgenie Alert API',
  vendorPage: 'https://docs.opsgenie.com/docs/alert-api',
  sends: 'Create, close and acknowledge an alert, by its alias.',
  setUp: [
    'Give your sender this server as the API address in place of https://api.opsgenie.com, and the key as its API key (GenieKey). In Alertmanager:',
    'opsgenie_configs: [{ api_url: "https://your-fireline/", api_key: <the key> }]',
  ],
  recognises: body =>
    said(body, 'message') !== undefined &&
    said(body, 'title') === undefined &&
    marks.some(mark => placeIn(body, mark) !== undefined),
  read: readOne(alertOf),
}

const marks = ['alias', 'responders', 'visibleTo', 'entity', 'actions']
const severityOf = severityBy({ p1: 'critical', p2: 'error', p3: 'warning', p4: 'info', p5: 'info' })

/** Without an alias each request is an alert of its own, as there. Without a priority, and a severity among its details, it is P3. */
function alertOf(body: object, received: Received): Alert {
  const title = withoutState(needed(body, 'message'))
  const details = placeIn(body, 'details')
  const labels = {
    ...tagsSaid(placeIn(body, 'tags')),
    ...labelsSaid(details, { entity: said(body, 'entity'), source: said(body, 'source') }),
  }
  return alertTold(
    {
      fingerprint: aliasOf(body, received),
      over: false,
      name: isFields(details) ? said(details, 'alertname') : undefined,
      title,
      severity: severityOf(said(body, 'priority', 'details.severity') ?? 'P3'),
      service: labels['service'],
      labels,
      annotations: notesOf({ description: said(body, 'description'), note: said(body, 'note') }),
    },
    received,
  )
}

/** Alertmanager writes `[FIRING:1] ` before what it says. */
const withoutState = (message: string): string => message.replace(/^\[(FIRING|RESOLVED)[^\]]{0,20}\] */, '') || message

const aliasOf = (body: object, received: Received): string => identityOf(said(body, 'alias') ?? received.key)

/** `POST /v2/alerts/{alias}/close`. */
export function closed(alias: string, received: Received): Report {
  return {
    alerts: [alertTold({ fingerprint: identityOf(alias), over: true, title: alias, severity: 'error' }, received)],
  }
}

/** `POST /v2/alerts/{alias}/acknowledge`. */
export const acknowledged = (alias: string): Report => ({ alerts: [], acknowledged: [identityOf(alias)] })
