import { isProblem, type Report } from '../../alert/report.ts'
import type { Sender } from '../../alert/sender.ts'
import { newId } from '../../engine/id.ts'
import { type Integration, integrationByKey } from '../../store/integrations.ts'
import { ApiError, notFound } from '../answer.ts'
import { type Dialect, dialects } from '../dialects.ts'
import type { IntakeCall } from '../intake.ts'
import { headersOf } from './headers.ts'

const longestWaitMs = 2_000

/** The integration whose key stands in the path. One that is unknown, malformed or deleted is the same to whoever asks. */
export async function keyed(call: IntakeCall): Promise<Integration> {
  const integration = await integrationByKey(call.desk.db, call.params[0] ?? '')
  if (!integration) throw notFound('integration with this key')
  call.place.of(integration.id)
  return integration
}

/** A body of a path of its own. */
export const keep = (call: IntakeCall, integration: Integration, source: Dialect, body: unknown) =>
  keepRead(call, integration, { kind: source, read: dialects[source] }, body)

/** Read, kept, and for at most two seconds waited for: a read after the answer sees what became of it. */
export async function keepRead(
  call: IntakeCall,
  integration: Integration,
  { kind: source, read }: Pick<Sender, 'kind' | 'read'>,
  body: unknown,
) {
  const { desk, log } = call
  const report = read(body, {
    at: desk.clock.at(),
    key: newId(desk.clock.now()).replaceAll('-', ''),
    headers: headersOf(call.request),
    query: Object.fromEntries(call.url.searchParams),
  })
  if (isProblem(report)) throw new ApiError(400, 'invalid', report.message, { path: report.path })
  const { receipt } = await log.accept({ integration: integration.id, source, body: JSON.stringify(report) })
  const results = (await isApplied(call)) ? (await log.receipt(receipt).catch(() => undefined))?.results : undefined
  return { report, receipt, results }
}

/** Everything accepted before this was applied, or two seconds have passed. */
export async function isApplied({ applier }: IntakeCall): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<boolean>(resolve => {
    timer = setTimeout(resolve, longestWaitMs, false)
  })
  const isDone = await Promise.race([applier.applied().then(() => true), limit])
  clearTimeout(timer)
  return isDone
}

/** What a receipt says of alerts that are kept and not applied yet. */
export const waiting = (report: Report) =>
  report.alerts.map(({ fingerprint, status }) => ({ fingerprint, status, outcome: 'accepted' as const }))
