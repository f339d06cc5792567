import type { Alert } from '../../alert/alert.ts'
import { at, fieldsOf, isFields, reading, unreadable } from '../../alert/reading.ts'
import type { Received, Report } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  labelsSaid,
  linkSaid,
  needed,
  notesOf,
  placeIn,
  said,
  utcSaid,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'

/** Uptime Kuma's webhook with its preset body: `{heartbeat, monitor, msg}`. */
export const uptimeKuma: Sender = {
  kind: 'uptime-kuma',
  name: 'Uptime Kuma',
  vendorPage: 'https://github.com/louislam/uptime-kuma/blob/master/server/notification-providers/webhook.js',
  sends: 'Monitors that go down and come up, and certificates that expire.',
  setUp: ['Settings, Notifications, Setup Notification: type Webhook, Post URL {url}, request body application/json.'],
  recognises: body => isFields(body) && 'heartbeat' in body && 'monitor' in body && typeof at(body, 'msg') === 'string',
  read: (body, received) => reading(() => readKuma(fieldsOf(body, []), received)),
}

/** What has no heartbeat is Kuma's own test, or words about a certificate. */
function readKuma(body: object, received: Received): Report {
  if (isFields(placeIn(body, 'heartbeat')))
    return { alerts: [ofMonitor(body, received)].filter(alert => alert !== undefined) }
  const title = needed(body, 'msg')
  if (/\bTesting$/i.test(title.trim())) return { alerts: [] }
  const name = title.replace(/\d+/g, '#')
  return {
    alerts: [
      alertTold({ fingerprint: identityOf('message', name), over: false, title, name, severity: 'warning' }, received),
    ],
  }
}

const states = { '0': 'down', '1': 'up', '2': 'pending', '3': 'maintenance' } as const

/** Down fires, up and maintenance are over; pending is tried again by Kuma itself. */
function ofMonitor(body: object, received: Received): Alert | undefined {
  const state = states[needed(body, 'heartbeat.status') as keyof typeof states] as
    | (typeof states)['0' | '1' | '2' | '3']
    | undefined
  if (state === undefined) return unreadable(['heartbeat', 'status'], 'This should be 0, 1, 2 or 3.')
  if (state === 'pending') return undefined
  const name = needed(body, 'monitor.name')
  const over = state !== 'down'
  const time = utcSaid(body, 'heartbeat.time')
  return alertTold(
    {
      fingerprint: identityOf('monitor', said(body, 'monitor.id', 'heartbeat.monitorID') ?? name),
      over,
      name,
      title: name,
      severity: 'error',
      labels: labelsSaid({
        monitor: name,
        type: said(body, 'monitor.type'),
        host: said(body, 'monitor.hostname'),
        url: linkSaid(body, 'monitor.url'),
      }),
      annotations: notesOf({ description: said(body, 'heartbeat.msg', 'msg') }),
      startedAt: over ? undefined : time,
      endedAt: time,
      link: linkSaid(body, 'monitor.url'),
    },
    received,
  )
}
