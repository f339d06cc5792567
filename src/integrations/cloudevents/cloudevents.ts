import type { Alert } from '../../alert/alert.ts'
import { limits } from '../../alert/limits.ts'
import { fieldsOf, isFields, reading, unreadable } from '../../alert/reading.ts'
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
  said,
} from '../../alert/said.ts'
import type { Headers, Sender } from '../../alert/sender.ts'
import { alertSeverity } from '../../alert/severity.ts'

/**
 * CloudEvents 1.0 over HTTP: structured (one JSON), a batch of those, or binary (`ce-` headers beside the data). The envelope says
 * who and what; how bad it is, and whether it is over, stands in the data, or at the end of the type (`…disk.resolved`).
 */
export const cloudevents: Sender = {
  kind: 'cloudevents',
  name: 'CloudEvents',
  vendorPage: 'https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/http-protocol-binding.md',
  sends:
    'Any event, in structured, batched or binary mode; title, severity, status, fingerprint, service and link are read from its data.',
  setUp: ['Send events to {url}, as application/cloudevents+json or with ce- headers.'],
  recognises: (body, headers) =>
    said(headers, 'ce-specversion') !== undefined || isEvent(Array.isArray(body) ? body[0] : body),
  read: (body, received) =>
    reading(() => {
      const events = Array.isArray(body) ? body : [structured(body, received.headers)]
      if (events.length > limits.alerts) unreadable([], `More than ${limits.alerts} events.`)
      return { alerts: events.map(event => eventTold(fieldsOf(event, []), received)) }
    }),
}

const isEvent = (body: unknown): boolean =>
  said(body, 'specversion') !== undefined && said(body, 'source') !== undefined

const attributes = ['specversion', 'id', 'source', 'type', 'subject', 'time']

/** The binary mode as the structured one. */
function structured(body: unknown, headers: Headers = {}): unknown {
  if (said(headers, 'ce-specversion') === undefined) return body
  return { ...Object.fromEntries(attributes.map(name => [name, said(headers, `ce-${name}`)])), data: body }
}

const endings = ['resolved', 'recovered', 'closed', 'cleared', 'ok', 'succeeded']
const beginnings = ['triggered', 'firing', 'opened', 'open', 'failed', 'alerting', 'raised']

function eventTold(event: object, received: Received): Alert {
  const type = needed(event, 'type')
  const [about, last] = parted(type)
  const source = needed(event, 'source')
  const data = placeIn(event, 'data')
  const title = said(data, 'title', 'summary', 'message', 'name') ?? said(event, 'subject') ?? about
  const over = isOver(said(data, 'status', 'state') ?? last, ...endings)
  const at = momentSaid(event, 'time')
  return alertTold(
    {
      fingerprint: identityOf(said(data, 'fingerprint') ?? `${source} ${said(event, 'subject') ?? ''} ${about}`),
      over,
      name: said(data, 'name') ?? about,
      title,
      severity: alertSeverity(said(data, 'severity', 'level') ?? said(event, 'severity')),
      service: said(data, 'service'),
      labels: labelsSaid(isFields(data) ? placeIn(data, 'labels') : undefined, {
        source,
        type,
        subject: said(event, 'subject'),
      }),
      annotations: notesOf({ description: said(data, 'description', 'message') }),
      startedAt: momentSaid(data, 'startedAt') ?? (over ? undefined : at),
      endedAt: momentSaid(data, 'endedAt') ?? at,
      link: linkSaid(data, 'link', 'url'),
    },
    received,
  )
}

/** `com.example.disk.resolved`: what it is about, and what became of it. */
function parted(type: string): [string, string | undefined] {
  const [, about, last] = /^(.+)[._-]([a-z]+)$/i.exec(type) ?? []
  return about !== undefined && [...endings, ...beginnings].includes(last?.toLowerCase() ?? '')
    ? [about, last]
    : [type, undefined]
}
