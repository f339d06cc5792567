import { labelsToMatch } from '../../alert/labels-to-match.ts'
import { isProblem } from '../../alert/report.ts'
import { silencedBy } from '../../alert/silence.ts'
import { standingNow } from '../../engine/standing.ts'
import { type AlertQuery, readAlertQuery } from '../../integrations/alertmanager/read-query.ts'
import { inTransaction } from '../../store/db.ts'
import type { Integration } from '../../store/integrations.ts'
import { type OwnAlert, ownAlerts } from '../../store/own-alerts.ts'
import { ApiError, badField } from '../answer.ts'
import type { IntakeAnswer, IntakeCall } from '../intake.ts'
import { jsonBody } from '../intake-body.ts'
import {
  alertGroups,
  alertmanagerProblem,
  alertmanagerStatus,
  byFingerprint,
  gettableAlert,
  type Quieting,
  receiver,
} from './alertmanager-answers.ts'
import type { IntakeRoute } from './door.ts'
import { keyed } from './keep.ts'
import { keepTold } from './keep-told.ts'

/** Alertmanager's API v2 below a key: Prometheus writes, and a key of kind `alertmanager` reads its own alerts. */
export const alertmanagerDoor: readonly IntakeRoute[] = [
  below('POST', 'alerts', "Alerts from Prometheus and whatever else speaks Alertmanager's API.", takeAlerts),
  below('GET', 'alerts', 'The alerts of this integration that fire now, for amtool, Grafana and karma.', showAlerts),
  below('GET', 'alerts/groups', 'The same, by service.', showGroups),
  below('GET', 'receivers', 'The one receiver that there is.', showReceivers),
  below('GET', 'status', "What Alertmanager's clients ask first.", showStatus),
]

export function below(method: IntakeRoute['method'], path: string, says: string, run: IntakeRoute['run']): IntakeRoute {
  return {
    method,
    path: new RegExp(`^/intake/([^/]+)/api/v2/${path.replace('{id}', '([^/]+)')}/?$`),
    as: `/intake/{key}/api/v2/${path}`,
    says,
    sayProblem: alertmanagerProblem,
    run,
  }
}

/** Alertmanager answers an empty 200. */
async function takeAlerts(call: IntakeCall): Promise<IntakeAnswer> {
  const integration = await keyed(call)
  const body = await jsonBody(call.request, bytes => call.place.grow(bytes))
  await keepTold(call, integration, body)
  return { status: 200 }
}

async function showAlerts(call: IntakeCall): Promise<IntakeAnswer> {
  const { alerts, headers } = await askedFor(call)
  return { status: 200, headers, body: alerts.map(({ alert }) => alert).sort(byFingerprint) }
}

async function showGroups(call: IntakeCall): Promise<IntakeAnswer> {
  const { alerts, headers } = await askedFor(call)
  return { status: 200, headers, body: alertGroups(alerts) }
}

async function showReceivers(call: IntakeCall): Promise<IntakeAnswer> {
  await reader(call)
  return { status: 200, body: [receiver] }
}

async function showStatus(call: IntakeCall): Promise<IntakeAnswer> {
  await reader(call)
  return { status: 200, body: alertmanagerStatus() }
}

/** A sender's key that leaks can neither read nor silence: only a key that was made for it may, and only its own alerts. */
export async function reader(call: IntakeCall): Promise<Integration> {
  const integration = await keyed(call)
  if (integration.kind !== 'alertmanager')
    throw new ApiError(403, 'not-allowed', 'This key only writes. A key of kind `alertmanager` reads its own alerts.')
  return integration
}

const mostShown = 20_000

async function askedFor(call: IntakeCall) {
  const integration = await reader(call)
  const query = readAlertQuery(call.url.searchParams)
  if (isProblem(query)) throw badField(query.path, query.message)
  await call.caughtUp(true)
  const now = call.desk.clock.now()
  const own = await ownAlerts(call.desk.db, integration.id, now, mostShown + 1)
  const quietingOf = await quietingNow(call, integration, now.toISOString())
  const alerts = own.slice(0, mostShown).flatMap(alert => shown(alert, query, quietingOf, now))
  const headers: Record<string, string> = own.length > mostShown ? { 'x-only-the-newest': String(mostShown) } : {}
  return { alerts, headers }
}

/** Every silence that covers an alert counts, whoever made it. */
async function quietingNow({ desk }: IntakeCall, integration: Integration, now: string) {
  const { silences } = await inTransaction(desk.db, tx => standingNow(desk, tx))
  return (alert: OwnAlert): Quieting => {
    const { service, severity, inhibitedBy } = alert
    const covered = { labels: labelsToMatch(alert, service, severity), service, severity, integration: integration.id }
    return {
      silencedBy: silencedBy(covered, silences, now).map(silence => silence.id),
      inhibitedBy: inhibitedBy === undefined ? [] : [inhibitedBy],
    }
  }
}

function shown(alert: OwnAlert, query: AlertQuery, quietingOf: (alert: OwnAlert) => Quieting, now: Date) {
  if (!query.isReceiver(receiver.name) || !query.matches(alert.labels)) return []
  const said = gettableAlert(alert, quietingOf(alert), now)
  const { state } = said.status
  if (!query.active && state === 'active') return []
  if (
    (!query.silenced && said.status.silencedBy.length > 0) ||
    (!query.inhibited && said.status.inhibitedBy.length > 0)
  )
    return []
  return [{ service: alert.service, alert: said }]
}
