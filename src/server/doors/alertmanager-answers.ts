import { resolveTimeoutMs } from '../../alert/resolve-timeout.ts'
import { byLabels, byPlace } from '../../integrations/alertmanager/order.ts'
import type { OwnAlert } from '../../store/own-alerts.ts'
import type { ApiError } from '../answer.ts'

/** All that an alert here goes to, in Alertmanager's words. */
export const receiver = { name: 'fireline' }

/** Ids of what keeps an alert quiet now. */
export interface Quieting {
  silencedBy: string[]
  inhibitedBy: string[]
}

/** `gettableAlert` of Alertmanager's API v2. One that is waited for after its end, or has none, lasts another `resolve_timeout`. */
export function gettableAlert(alert: OwnAlert, { silencedBy, inhibitedBy }: Quieting, now: Date) {
  const lasts = new Date(now.getTime() + resolveTimeoutMs).toISOString()
  const isKeptQuiet = silencedBy.length > 0 || inhibitedBy.length > 0
  return {
    annotations: alert.annotations,
    endsAt: alert.expiresAt !== undefined && alert.expiresAt > now.toISOString() ? alert.expiresAt : lasts,
    fingerprint: alert.fingerprint,
    receivers: [receiver],
    startsAt: alert.startedAt,
    status: { inhibitedBy, silencedBy, state: isKeptQuiet ? 'suppressed' : 'active' },
    updatedAt: alert.heardAt,
    ...(alert.link && { generatorURL: alert.link }),
    labels: alert.labels,
  }
}

export type GettableAlert = ReturnType<typeof gettableAlert>

export const byFingerprint = (a: GettableAlert, b: GettableAlert): number => (a.fingerprint < b.fingerprint ? -1 : 1)

/** One group a service, as alerts are grouped here. */
export function alertGroups(shown: readonly { service: string; alert: GettableAlert }[]) {
  const services = Map.groupBy(shown, ({ service }) => service)
  const groups = [...services].map(([service, together]) => ({
    alerts: together.map(({ alert }) => alert).sort((a, b) => byPlace(a.labels, b.labels)),
    labels: { service },
    receiver,
  }))
  return groups.sort((a, b) => byLabels(a.labels, b.labels))
}

/** The configuration that an Alertmanager which does the same would have: amtool reads its routes. */
const config = `global:
  resolve_timeout: 5m
route:
  receiver: ${receiver.name}
  group_by:
  - service
  continue: false
receivers:
- name: ${receiver.name}
templates: []
`

/** The version whose API this is: clients choose by it what they ask. */
const versionInfo = {
  branch: '',
  buildDate: '',
  buildUser: '',
  goVersion: '',
  revision: 'fireline',
  version: '0.25.0',
}

/** `alertmanagerStatus`: one that is alone. */
export const alertmanagerStatus = () => ({
  cluster: { peers: [], status: 'disabled' },
  config: { original: config },
  uptime: new Date(performance.timeOrigin).toISOString(),
  versionInfo,
})

/** A 400 is a text, as Alertmanager says it, and so is a silence that is not there; everything else has the code and message of its framework, and our own form too. */
export function alertmanagerProblem({ status, code, message, path }: ApiError): unknown {
  if (status === 400 || code === 'no-such-silence') return path ? `${path}: ${message}` : message
  return { code: status, message, error: { code, message, ...(path && { path }) } }
}
