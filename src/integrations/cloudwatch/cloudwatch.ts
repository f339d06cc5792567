import type { Alert } from '../../alert/alert.ts'
import { fieldsOf, isFields, reading } from '../../alert/reading.ts'
import type { Received, Report } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  isOver,
  labelsOf,
  labelsSaid,
  momentSaid,
  needed,
  notesOf,
  placeIn,
  said,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'
import { confirmation, isSigned, signedBySns } from './sns-signature.ts'

/** CloudWatch alarms as SNS posts them: in its envelope, or bare with raw message delivery; and as EventBridge has them. */
export const cloudwatch: Sender = {
  kind: 'cloudwatch',
  name: 'Amazon CloudWatch',
  vendorPage: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-notification-format.html',
  sends: 'Alarms over an SNS topic, in its envelope or raw; EventBridge events of alarms.',
  setUp: [
    'SNS: make a topic, and a subscription of protocol HTTPS with endpoint {url}. It confirms itself.',
    'Each alarm: send ALARM and OK to that topic.',
  ],
  checks: 'An SNS signature (version 1 or 2), where one is sent; a bare message counts on its key.',
  recognises: body => isEnvelope(body) || isAlarm(body),
  read: (body, received) =>
    reading(() =>
      isEnvelope(body) ? readEnvelope(body, received) : { alerts: [alarm(fieldsOf(body, []), received)] },
    ),
  verify: async (sent, _settings, { fetch }) => (isSigned(sent.body) ? signedBySns(sent.body, fetch) : undefined),
  hello: confirmation,
}

const isEnvelope = (body: unknown): boolean => said(body, 'TopicArn') !== undefined && said(body, 'Type') !== undefined
const isAlarm = (body: unknown): boolean =>
  said(body, 'AlarmName') !== undefined ||
  (said(body, 'source') === 'aws.cloudwatch' && isFields(placeIn(body, 'detail')))

/** A message that is no alarm is somebody's own words to the topic, and fires until it is ended here. */
function readEnvelope(envelope: unknown, received: Received): Report {
  if (said(envelope, 'Type') !== 'Notification') return { alerts: [] }
  const message = parsed(needed(envelope, 'Message'))
  if (isFields(message) && (isAlarm(message) || said(message, 'NewStateValue') !== undefined))
    return { alerts: [alarm(message, received)] }
  const title = said(envelope, 'Subject') ?? needed(envelope, 'Message').split('\n')[0] ?? ''
  const told = { title, fingerprint: identityOf(needed(envelope, 'TopicArn'), title), severity: 'error' as const }
  const annotations = notesOf({ description: said(envelope, 'Message') })
  return {
    alerts: [alertTold({ ...told, over: false, annotations, startedAt: momentSaid(envelope, 'Timestamp') }, received)],
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function alarm(body: object, received: Received): Alert {
  const name = isFields(placeIn(body, 'detail')) ? needed(body, 'detail.alarmName') : needed(body, 'AlarmName')
  const state = said(body, 'NewStateValue', 'detail.state.value')
  const over = isOver(state, 'ok')
  const at = momentSaid(body, 'StateChangeTime', 'detail.state.timestamp', 'time')
  return alertTold(
    {
      fingerprint: identityOf(
        said(body, 'AlarmArn', 'resources.0') ?? `${said(body, 'AWSAccountId', 'account') ?? ''}/${name}`,
      ),
      over,
      name,
      title: name,
      severity: isOver(state, 'insufficient_data') ? 'warning' : 'error',
      labels: { ...about(body), ...dimensions(placeIn(body, 'Trigger.Dimensions')) },
      annotations: notesOf({
        description: said(body, 'AlarmDescription', 'detail.configuration.description'),
        reason: said(body, 'NewStateReason', 'detail.state.reason'),
      }),
      startedAt: over ? undefined : at,
      endedAt: at,
      link: consoleLink(body, name),
    },
    received,
  )
}

const about = (body: object) =>
  labelsSaid({
    account: said(body, 'AWSAccountId', 'account'),
    region: said(body, 'Region', 'region'),
    metric: said(body, 'Trigger.MetricName'),
    metric_namespace: said(body, 'Trigger.Namespace'),
  })

/** `[{name, value}]`. */
function dimensions(list: unknown) {
  const told = Array.isArray(list) ? list.slice(0, 50).filter(isFields) : []
  return labelsOf(told.map(one => [said(one, 'name', 'Name') ?? '', said(one, 'value', 'Value')] as const))
}

/** The alarm in the console: the region is in its ARN. */
function consoleLink(body: object, name: string): string | undefined {
  const region = /^arn:aws:cloudwatch:([a-z0-9-]{4,30}):/.exec(said(body, 'AlarmArn', 'resources.0') ?? '')?.[1]
  if (region === undefined) return undefined
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(name.toWellFormed()).slice(0, 1_000)}`
}
