import type { Report } from '../../alert/report.ts'
import { notFound } from '../answer.ts'
import { recognise } from '../dialects.ts'
import type { IntakeAnswer, IntakeCall } from '../intake.ts'
import { jsonBody } from '../intake-body.ts'
import type { IntakeRoute } from './door.ts'
import { keep, keyed, waiting } from './keep.ts'

/** The door of any sender: the body says what it is. */
export const anySenderDoor: readonly IntakeRoute[] = [
  {
    method: 'POST',
    path: /^\/intake\/([^/]+)\/?$/,
    as: '/intake/{key}',
    says: 'Alerts from any sender: Alertmanager, PagerDuty events and plain JSON are recognised. Kept once it is answered.',
    answers: 202,
    run: takeAlerts,
  },
  {
    method: 'GET',
    path: /^\/intake\/([^/]+)\/receipts\/([^/]+)$/,
    as: '/intake/{key}/receipts/{receipt}',
    says: 'What became of each alert of that request.',
    run: showReceipt,
  },
]

async function takeAlerts(call: IntakeCall): Promise<IntakeAnswer> {
  const integration = await keyed(call)
  const body = await jsonBody(call.request, bytes => call.place.grow(bytes))
  const { report, receipt, results } = await keep(call, integration, recognise(body), body)
  return { status: 202, body: { receipt, results: results ?? waiting(report), ...told(report) } }
}

/** What the sender itself left out is not lost silently. */
const told = (report: Report | undefined) => report?.leftOut && { leftOut: report.leftOut }

async function showReceipt(call: IntakeCall): Promise<IntakeAnswer> {
  const integration = await keyed(call)
  const receipt = await call.log.receipt(call.params[1]?.toLowerCase() ?? '')
  if (!receipt || receipt.integration !== integration.id) throw notFound('such receipt')
  const report = receipt.body === undefined ? undefined : (JSON.parse(receipt.body) as Report)
  const results = receipt.results ?? (report ? waiting(report) : [])
  return { status: 200, body: { receipt: receipt.receipt, at: receipt.at, results, ...told(report) } }
}
