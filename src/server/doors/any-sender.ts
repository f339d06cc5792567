import type { Report } from '../../alert/report.ts'
import { notFound } from '../answer.ts'
import type { IntakeAnswer, IntakeCall } from '../intake.ts'
import type { IntakeRoute } from './door.ts'
import { hearSender } from './hear-sender.ts'
import { keepRead, keyed, waiting } from './keep.ts'

/** The door of any sender: the body says what it is. */
export const anySenderDoor: readonly IntakeRoute[] = [
  {
    method: 'POST',
    path: /^\/intake\/([^/]+)\/?$/,
    as: '/intake/{key}',
    says: 'Alerts from any sender, in its own form (docs/senders.md); a key of kind webhook recognises them. Kept once it is answered.',
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
  const { sender, body, answer } = await hearSender(call, integration)
  if (answer) return answer
  const { report, receipt, results } = await keepRead(call, integration, sender, body)
  return { status: 202, body: { receipt, results: results ?? waiting(report), ...told(report) } }
}

/** What the sender itself left out is not lost silently; a change says how it was understood. */
const told = (report: Report | undefined) => ({
  ...(report?.leftOut && { leftOut: report.leftOut }),
  ...(report?.change && { change: report.change.summary }),
})

async function showReceipt(call: IntakeCall): Promise<IntakeAnswer> {
  const integration = await keyed(call)
  const receipt = await call.log.receipt(call.params[1]?.toLowerCase() ?? '')
  if (!receipt || receipt.integration !== integration.id) throw notFound('such receipt')
  const report = receipt.body === undefined ? undefined : (JSON.parse(receipt.body) as Report)
  const results = receipt.results ?? (report ? waiting(report) : [])
  return { status: 200, body: { receipt: receipt.receipt, at: receipt.at, results, ...told(report) } }
}
