import { listAlerts } from '../../store/alerts.ts'
import { ApiError } from '../answer.ts'
import type { IntakeAnswer, IntakeCall } from '../intake.ts'
import { jsonBody } from '../intake-body.ts'
import { alertmanagerAlert, alertmanagerStatus } from './alertmanager-answers.ts'
import type { IntakeRoute } from './door.ts'
import { keep, keyed } from './keep.ts'

/** Alertmanager's API v2 below a key: Prometheus writes, and a key of kind `alertmanager` reads its own alerts. */
export const alertmanagerDoor: readonly IntakeRoute[] = [
  {
    method: 'POST',
    path: /^\/intake\/([^/]+)\/api\/v2\/alerts\/?$/,
    as: '/intake/{key}/api/v2/alerts',
    says: "Alerts from Prometheus and whatever else speaks Alertmanager's API.",
    run: takeAlerts,
  },
  {
    method: 'GET',
    path: /^\/intake\/([^/]+)\/api\/v2\/alerts\/?$/,
    as: '/intake/{key}/api/v2/alerts',
    says: 'The alerts of this integration that fire now, for amtool.',
    run: showAlerts,
  },
  {
    method: 'GET',
    path: /^\/intake\/([^/]+)\/api\/v2\/status$/,
    as: '/intake/{key}/api/v2/status',
    says: "What Alertmanager's clients ask first.",
    run: showStatus,
  },
]

/** Alertmanager answers an empty 200. */
async function takeAlerts(call: IntakeCall): Promise<IntakeAnswer> {
  const integration = await keyed(call)
  const body = await jsonBody(call.request, bytes => call.place.grow(bytes))
  await keep(call, integration, 'alertmanager-v2', body)
  return { status: 200 }
}

async function showAlerts(call: IntakeCall): Promise<IntakeAnswer> {
  const integration = await keyed(call)
  if (integration.kind !== 'alertmanager') throw new ApiError(403, 'not-allowed', 'This key only writes.')
  if (call.url.searchParams.has('filter'))
    throw new ApiError(400, 'invalid', 'Filters are not known here.', { path: 'filter' })
  const alerts = await listAlerts(call.desk.db, { integration: integration.id, status: 'firing' }, 5_000)
  return { status: 200, body: alerts.map(alert => alertmanagerAlert(alert, call.desk.clock.now())) }
}

async function showStatus(call: IntakeCall): Promise<IntakeAnswer> {
  await keyed(call)
  return { status: 200, body: alertmanagerStatus(call.desk.clock.at()) }
}
