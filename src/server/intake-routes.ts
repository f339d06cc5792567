import { at, isFields } from '../alert/reading.ts'
import { isProblem, type ReadReport, type Report } from '../alert/report.ts'
import type { Described } from '../api/openapi.ts'
import { newId } from '../engine/id.ts'
import { listAlerts } from '../store/alerts.ts'
import { type Integration, integrationByKey } from '../store/integrations.ts'
import { alertmanagerAlert, alertmanagerStatus } from './alertmanager-answers.ts'
import { ApiError, notFound } from './answer.ts'
import { type Dialect, dialects, recognise } from './dialects.ts'
import type { IntakeAnswer, IntakeCall } from './intake.ts'
import { jsonBody } from './intake-body.ts'
import { pagerDutyProblem, pagerDutyTaken } from './pagerduty-answers.ts'

/** One path of the door. The same path may have two methods. */
export interface IntakeRoute {
  method: 'GET' | 'POST'
  path: RegExp
  /** As the description of the API names it. */
  as: string
  says: string
  answers?: number
  run(call: IntakeCall): Promise<IntakeAnswer>
  /** A no in the words of the vendor whose path it is. */
  sayProblem?(error: ApiError): unknown
}

const longestWaitMs = 2_000

const saysOf = {
  'pagerduty-v2': 'Alerts of senders that speak the PagerDuty Events API v2; `routing_key` is the integration key.',
  'pagerduty-change': 'Change events of the PagerDuty Events API v2: a deploy, a migration, a flag.',
  'pagerduty-v1': 'Alerts of senders that speak the first PagerDuty Events API; `service_key` is the integration key.',
}

export const intakeRoutes: readonly IntakeRoute[] = [
  {
    method: 'POST',
    path: /^\/intake\/([^/]+)\/?$/,
    as: '/intake/{key}',
    says: 'Alerts from any sender: Alertmanager, PagerDuty events and plain JSON are recognised. Kept once it is answered.',
    answers: 202,
    run: anySender,
  },
  {
    method: 'GET',
    path: /^\/intake\/([^/]+)\/receipts\/([^/]+)$/,
    as: '/intake/{key}/receipts/{receipt}',
    says: 'What became of each alert of that request.',
    run: receiptOf,
  },
  {
    method: 'POST',
    path: /^\/intake\/([^/]+)\/api\/v2\/alerts\/?$/,
    as: '/intake/{key}/api/v2/alerts',
    says: "Alerts from Prometheus and whatever else speaks Alertmanager's API.",
    run: alertmanagerPost,
  },
  {
    method: 'GET',
    path: /^\/intake\/([^/]+)\/api\/v2\/alerts\/?$/,
    as: '/intake/{key}/api/v2/alerts',
    says: 'The alerts of this integration that fire now, for amtool.',
    run: alertmanagerAlerts,
  },
  {
    method: 'GET',
    path: /^\/intake\/([^/]+)\/api\/v2\/status$/,
    as: '/intake/{key}/api/v2/status',
    says: "What Alertmanager's clients ask first.",
    run: alertmanagerState,
  },
  pagerDuty('/v2/enqueue', 'pagerduty-v2', 'routing_key'),
  pagerDuty('/v2/change/enqueue', 'pagerduty-change', 'routing_key'),
  pagerDuty('/generic/2010-04-15/create_event.json', 'pagerduty-v1', 'service_key'),
]

/** For the description of the API: nobody signs in here, the key is all. */
export const intakeDescribed: readonly Described[] = intakeRoutes.map(({ method, as, says, answers }) => ({
  method,
  path: as,
  action: 'public',
  says,
  answers,
}))

async function anySender(call: IntakeCall): Promise<IntakeAnswer> {
  const integration = await keyed(call)
  const body = await jsonBody(call.request, bytes => call.place.grow(bytes))
  const dialect = recognise(body)
  const { report, receipt, results } = await keep(call, integration, dialect, dialects[dialect], body)
  return { status: 202, body: { receipt, results: results ?? waiting(report) } }
}

/** Alertmanager answers an empty 200. */
async function alertmanagerPost(call: IntakeCall): Promise<IntakeAnswer> {
  const integration = await keyed(call)
  const body = await jsonBody(call.request, bytes => call.place.grow(bytes))
  await keep(call, integration, 'alertmanager-v2', dialects['alertmanager-v2'], body)
  return { status: 200 }
}

async function alertmanagerAlerts(call: IntakeCall): Promise<IntakeAnswer> {
  const integration = await keyed(call)
  if (integration.kind !== 'alertmanager') throw new ApiError(403, 'not-allowed', 'This key only writes.')
  if (call.url.searchParams.has('filter'))
    throw new ApiError(400, 'invalid', 'Filters are not known here.', { path: 'filter' })
  const alerts = await listAlerts(call.desk.db, { integration: integration.id, status: 'firing' }, 5_000)
  return { status: 200, body: alerts.map(alert => alertmanagerAlert(alert, call.desk.clock.now())) }
}

async function alertmanagerState(call: IntakeCall): Promise<IntakeAnswer> {
  await keyed(call)
  return { status: 200, body: alertmanagerStatus(call.desk.clock.at()) }
}

async function receiptOf(call: IntakeCall): Promise<IntakeAnswer> {
  const integration = await keyed(call)
  const receipt = await call.log.receipt(call.params[1]?.toLowerCase() ?? '')
  if (!receipt || receipt.integration !== integration.id) throw notFound('such receipt')
  const results = receipt.results ?? (receipt.body === undefined ? [] : waiting(JSON.parse(receipt.body) as Report))
  return { status: 200, body: { receipt: receipt.receipt, at: receipt.at, results } }
}

/** Everything else below `/intake/`. */
export function nothingHere(method: IntakeRoute['method']): IntakeRoute {
  return {
    method,
    path: /^\/intake\//,
    as: '/intake/*',
    says: 'Nothing.',
    run: () => Promise.reject(new ApiError(404, 'not-found', 'There is nothing here.')),
  }
}

/** PagerDuty's paths carry the key in the body, and have answers of their own. */
function pagerDuty(
  path: string,
  dialect: 'pagerduty-v1' | 'pagerduty-v2' | 'pagerduty-change',
  keyField: string,
): IntakeRoute {
  return {
    method: 'POST',
    path: new RegExp(`^${path.replaceAll('.', '\\.')}/?$`),
    as: path,
    says: saysOf[dialect],
    answers: dialect === 'pagerduty-v1' ? 200 : 202,
    sayProblem: pagerDutyProblem,
    async run(call) {
      const body = await jsonBody(call.request, bytes => call.place.grow(bytes))
      const key = isFields(body) ? at(body, keyField) : undefined
      if (typeof key !== 'string' || key.length !== 32)
        throw new ApiError(400, 'invalid', 'Length is incorrect (should be 32 characters).', { path: keyField })
      const integration = await integrationByKey(call.desk.db, key)
      if (!integration || integration.deleted_at)
        throw new ApiError(400, 'invalid', 'This key is not known.', { path: keyField })
      call.place.of(integration.id)
      const { report } = await keep(call, integration, dialect, dialects[dialect], body)
      return pagerDutyTaken(dialect, report)
    },
  }
}

/** The integration whose key stands in the path. */
async function keyed(call: IntakeCall): Promise<Integration> {
  const integration = await integrationByKey(call.desk.db, call.params[0] ?? '')
  if (!integration) throw notFound('integration with this key')
  if (integration.deleted_at) throw new ApiError(410, 'gone', 'The integration of this key was deleted.')
  call.place.of(integration.id)
  return integration
}

/** Read, kept, and for at most two seconds waited for: a read after the answer sees what became of it. */
async function keep(call: IntakeCall, integration: Integration, source: Dialect, read: ReadReport, body: unknown) {
  const { desk, log, applier } = call
  const report = read(body, { at: desk.clock.at(), key: newId(desk.clock.now()).replaceAll('-', '') })
  if (isProblem(report)) throw new ApiError(400, 'invalid', report.message, { path: report.path })
  const { receipt } = await log.accept({ integration: integration.id, source, body: JSON.stringify(report) })
  const isApplied = await within(longestWaitMs, applier.applied())
  const results = isApplied ? (await log.receipt(receipt).catch(() => undefined))?.results : undefined
  return { report, receipt, results }
}

async function within(ms: number, work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<boolean>(resolve => {
    timer = setTimeout(resolve, ms, false)
  })
  const isDone = await Promise.race([work.then(() => true), limit])
  clearTimeout(timer)
  return isDone
}

const waiting = (report: Report) =>
  report.alerts.map(({ fingerprint, status }) => ({ fingerprint, status, outcome: 'accepted' as const }))
