import { type Ask, happened } from '../../incident/decision.ts'
import type { EntryOf } from '../../incident/entry.ts'
import { type Change, type Incident, named } from '../../incident/incident.ts'
import { later, type Obligation } from '../../incident/obligation.ts'
import { howRowsDiffer } from '../../incident/rows-differ.ts'
import { count } from '../../incident/sentence.ts'
import type { ChangeBody } from './asks.ts'

/** When it is looked at what became of things: soon, a little later, and when caches and queues have had their time. */
const looksAfterMs = [30_000, 120_000, 600_000]

export function owesTheLooks({ id, data, at }: EntryOf<'ChangeApplied'>): Obligation[] {
  return looksAfterMs.map(afterMs => ({
    kind: 'ask',
    key: `look:${id}:${afterMs}`,
    dueAt: later(at, afterMs),
    body: { command: 'look-at-change', body: { change: data.change, afterMs } },
  }))
}

/** From this timeline alone: alerts, recoveries, reports and commands since. Nothing once it was taken back, or all is over. */
export function lookAtChange(was: Incident, ask: Ask<ChangeBody<'look-at-change'>>) {
  const { change: id, afterMs } = ask.body
  const change = named(was.changes, id)
  const isDone = change?.looks?.some(look => look.afterMs === afterMs)
  const stands = change?.state === 'applied' || change?.state === 'verified'
  if (!change?.appliedAt || !stands || isDone || was.status === 'resolved') return []
  return [happened('ChangeLooked', { change: id, afterMs, ...judged(was, change, change.appliedAt) })]
}

function judged(
  was: Incident,
  { rowsDiffer }: Change,
  appliedAt: string,
): { verdict: 'better' | 'same' | 'worse'; lines: string[] } {
  const since = (at: string | undefined) => at !== undefined && at > appliedAt
  const fired = was.alerts.filter(alert => since(alert.startedAt) && !alert.recoveredAt)
  const over = was.alerts.filter(alert => since(alert.recoveredAt) && !since(alert.startedAt))
  const burning = was.alerts.filter(alert => !alert.recoveredAt && !since(alert.startedAt))
  const failed = was.commands.filter(one => since(one.startedAt) && (one.exitCode ?? 0) !== 0 && !one.denied)
  const lines = [
    ...(rowsDiffer ? [`It ${howRowsDiffer(rowsDiffer)}.`] : []),
    ...fired.slice(0, 3).map(alert => `New since then: ${alert.title}.`),
    ...(fired.length > 3 ? [`${count(fired.length - 3, 'more alert')} since then.`] : []),
    ...(over.length > 0 ? [`${count(over.length, 'alert')} recovered.`] : []),
    ...(burning.length > 0 ? [`${count(burning.length, 'alert')} still firing.`] : []),
    ...(failed.length > 0 ? [`${count(failed.length, 'command')} failed.`] : []),
  ]
  const verdict = fired.length > 0 || rowsDiffer ? 'worse' : over.length > 0 ? 'better' : 'same'
  return { verdict, lines: lines.length > 0 ? lines : ['No new alert.'] }
}
