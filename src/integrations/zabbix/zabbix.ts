import type { Alert } from '../../alert/alert.ts'
import { isFields, unreadable } from '../../alert/reading.ts'
import type { Received } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  labelsOf,
  labelsSaid,
  linkSaid,
  needed,
  notesOf,
  readOne,
  said,
  severityBy,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'

const script = `var params = JSON.parse(value), request = new HttpRequest();
request.addHeader('Content-Type: application/json');
var answer = request.post(params.url, JSON.stringify(params));
if (request.getStatus() < 200 || request.getStatus() >= 300) throw 'Fireline answered ' + request.getStatus() + ': ' + answer;
return 'OK';`

const parameters = `url                  {url}
event_id             {EVENT.ID}
event_value          {EVENT.VALUE}
event_name           {EVENT.NAME}
event_nseverity      {EVENT.NSEVERITY}
event_severity       {EVENT.SEVERITY}
event_opdata         {EVENT.OPDATA}
event_tags           {EVENT.TAGSJSON}
event_update_status  {EVENT.UPDATE.STATUS}
trigger_id           {TRIGGER.ID}
trigger_description  {TRIGGER.DESCRIPTION}
host_name            {HOST.NAME}
host_ip              {HOST.IP}
zabbix_url           {$ZABBIX.URL}`

/** Zabbix has no body of its own: a media type of type Webhook sends what its script says. Ours is above. */
export const zabbix: Sender = {
  kind: 'zabbix',
  name: 'Zabbix',
  vendorPage: 'https://www.zabbix.com/documentation/current/en/manual/config/notifications/media/webhook',
  sends: 'Problems and their recovery, from a media type with our script.',
  setUp: [
    'Alerts, Media types, Create: name Fireline, type Webhook, and these parameters in place of the given ones:',
    parameters,
    'Its script:',
    script,
    'Message templates: add Problem and Problem recovery. Give a user this media, and name that user in a trigger action with recovery operations.',
  ],
  recognises: body => said(body, 'event_value') !== undefined && said(body, 'event_id', 'trigger_id') !== undefined,
  read: readOne(problemTold),
}

const severityOf = severityBy({
  '5': 'critical',
  '4': 'error',
  '3': 'warning',
  '2': 'warning',
  '1': 'info',
  '0': 'error',
})

/** `event_value` is 1 for a problem and 0 for its recovery; both have the problem's `event_id`. */
function problemTold(body: object, received: Received): Alert {
  const value = needed(body, 'event_value')
  if (value !== '0' && value !== '1')
    unreadable(['event_value'], 'This should be 1 for a problem and 0 for its recovery.')
  const name = needed(body, 'event_name')
  const tags = tagsIn(said(body, 'event_tags'))
  return alertTold(
    {
      fingerprint: identityOf(needed(body, 'event_id')),
      over: value === '0',
      name,
      title: name,
      severity: severityOf(said(body, 'event_nseverity', 'event_severity')),
      service: tags['service'],
      labels: { ...tags, ...labelsSaid({ host: said(body, 'host_name'), trigger: said(body, 'trigger_id') }) },
      annotations: notesOf({ description: said(body, 'trigger_description'), data: said(body, 'event_opdata') }),
      link: linkTo(body),
    },
    received,
  )
}

/** `[{"tag": "scope", "value": "availability"}]`, as text. */
function tagsIn(text = '[]') {
  try {
    const list: unknown = JSON.parse(text)
    const tags = Array.isArray(list) ? list.slice(0, 100).filter(isFields) : []
    return labelsOf(tags.map(tag => [said(tag, 'tag') ?? '', said(tag, 'value') ?? 'true'] as const))
  } catch {
    return {}
  }
}

function linkTo(body: object): string | undefined {
  const base = linkSaid(body, 'zabbix_url')?.replace(/\/+$/, '')
  const [trigger = '', event = ''] = [said(body, 'trigger_id'), said(body, 'event_id')]
  if (base === undefined || !/^\d{1,20}$/.test(trigger) || !/^\d{1,20}$/.test(event)) return base
  return `${base}/tr_events.php?triggerid=${trigger}&eventid=${event}`
}
