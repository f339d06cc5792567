import { isProblem, type Received, type Report } from '../../alert/report.ts'
import type { Sender } from '../../alert/sender.ts'
import { newId } from '../../engine/id.ts'
import type { Told } from '../../engine/known-alerts.ts'
import type { Integration } from '../../store/integrations.ts'
import { ApiError, notFound } from '../answer.ts'
import type { IntakeCall } from '../intake.ts'
import { integrationOfKey } from '../known-keys.ts'
import { headersOf } from './headers.ts'

/** The integration whose key stands in the path. One that is unknown, malformed or deleted is the same to whoever asks. */
export async function keyed(call: IntakeCall): Promise<Integration> {
  const integration = await integrationOfKey(call.desk, call.params[0] ?? '')
  if (!integration) throw notFound('integration with this key')
  call.place.of(integration.id)
  return integration
}

/** What the body says, in our words; a 400 that names the field otherwise. */
export function readBody(call: IntakeCall, read: Sender['read'], body: unknown): Report {
  const report = read(body, receivedWith(call))
  if (isProblem(report)) throw new ApiError(400, 'invalid', report.message, { path: report.path })
  return report
}

/** Most readers ask for the time alone: the rest is made when it is asked for. */
const receivedWith = ({ desk, request, url }: IntakeCall): Received => ({
  at: desk.clock.at(),
  get key() {
    return newId(desk.clock.now()).replaceAll('-', '')
  },
  get headers() {
    return headersOf(request)
  },
  get query() {
    return Object.fromEntries(url.searchParams)
  },
})

/** Kept: from here on it is a promise. `told` is how each alert could be known again. */
export async function accept(
  { log, known, applier }: IntakeCall,
  integration: Integration,
  source: string,
  report: Report,
  told: readonly Told[] = report.alerts,
): Promise<string> {
  const { receipt } = await log.accept({ integration: integration.id, source, body: JSON.stringify(report) })
  known?.expect(integration.id, receipt, told)
  applier.wake()
  return receipt
}

/** So many may be under way before, and who sends still hears what became of its alerts. */
const fewUnderWay = 4
const fewWaiting = 16

/** Read and kept. While little is going on, it is waited for, so that a script hears what became of it. */
export async function keepRead(
  call: IntakeCall,
  integration: Integration,
  { kind, read }: Pick<Sender, 'kind' | 'read'>,
  body: unknown,
) {
  const report = readBody(call, read, body)
  const isQuiet = call.queue.underWay() <= fewUnderWay && call.log.depth() < fewWaiting
  const receipt = await accept(call, integration, kind, report)
  call.place.isKept()
  const results = isQuiet && (await call.caughtUp()) ? await resultsOf(call, receipt) : undefined
  return { report, receipt, results }
}

const resultsOf = async ({ log }: IntakeCall, receipt: string) =>
  (await log.receipt(receipt).catch(() => undefined))?.results

/** What a receipt says of alerts that are kept and not applied yet. */
export const waiting = (report: Report) =>
  report.alerts.map(({ fingerprint, status }) => ({ fingerprint, status, outcome: 'accepted' as const }))
