import { type Decide, happened, knowing } from '../../incident/decision.ts'
import type { EntryOf } from '../../incident/entry.ts'
import { type Change, type Incident, named } from '../../incident/incident.ts'
import { later, type Obligation } from '../../incident/obligation.ts'
import { howRowsDiffer } from '../../incident/rows-differ.ts'
import { count } from '../../incident/sentence.ts'
import type { ChangeBody } from './asks.ts'
import { type AtTheProxy, atTheProxy } from './since-proxy.ts'

/** When it is looked at what became of things: soon, a little later, and when caches and queues have had their time. */
const looksAfterMs = [30_000, 120_000, 600_000]

/** A first look at what things are like without it. */
export const owesTheFirstLook = (entry: EntryOf<'ChangeProposed'>): Obligation[] => looksAt(entry, [0])

/** At once, too: what the proxy counts from here on came after it. */
export const owesTheLooks = (entry: EntryOf<'ChangeApplied'>): Obligation[] => looksAt(entry, [0, ...looksAfterMs])

function looksAt({ id, data, at }: EntryOf<'ChangeProposed' | 'ChangeApplied'>, all: readonly number[]): Obligation[] {
  return all.map(afterMs => ({
    kind: 'ask',
    key: `look:${id}:${afterMs}`,
    dueAt: later(at, afterMs),
    body: { command: 'look-at-change', body: { change: data.change, afterMs } },
  }))
}

/** Nothing once it was taken back, or all is over. */
export const lookAtChange: Decide<ChangeBody<'look-at-change'>, 'since'> = knowing(['since'], (was, ask, { since }) => {
  const { change: id, afterMs } = ask.body
  const change = named(was.changes, id)
  const isDone = change?.looks?.some(look => look.afterMs === afterMs)
  const stands = change?.state === 'applied' || change?.state === 'verified'
  if (!change?.appliedAt || !stands || isDone || afterMs === 0 || was.status === 'resolved') return []
  const found = judged(was, change, change.appliedAt, atTheProxy(since))
  return [happened('ChangeLooked', { change: change.id, afterMs, ...found })]
})

function judged(was: Incident, { rowsDiffer }: Change, appliedAt: string, proxy: AtTheProxy) {
  const since = (at: string | undefined) => at !== undefined && at > appliedAt
  const fired = was.alerts.filter(alert => since(alert.startedAt) && !alert.recoveredAt)
  const over = was.alerts.filter(alert => since(alert.recoveredAt) && !since(alert.startedAt))
  const burning = was.alerts.filter(alert => !alert.recoveredAt && !since(alert.startedAt))
  const failed = was.commands.filter(one => since(one.startedAt) && (one.exitCode ?? 0) !== 0 && !one.denied)
  const lines = [
    ...(rowsDiffer ? [`It ${howRowsDiffer(rowsDiffer)}.`] : []),
    ...fired.slice(0, 3).map(alert => `New since then: ${alert.title}.`),
    ...(fired.length > 3 ? [`${count(fired.length - 3, 'more alert')} since then.`] : []),
    ...proxy.lines,
    ...(over.length > 0 ? [`${count(over.length, 'alert')} recovered.`] : []),
    ...(burning.length > 0 ? [`${count(burning.length, 'alert')} still firing.`] : []),
    ...(failed.length > 0 ? [`${count(failed.length, 'command')} failed.`] : []),
  ]
  const isWorse = fired.length > 0 || rowsDiffer !== undefined || proxy.is === 'worse'
  const isBetter = over.length > 0 || proxy.is === 'better'
  const verdict: AtTheProxy['is'] = isWorse ? 'worse' : isBetter ? 'better' : 'same'
  return { verdict, lines: lines.length > 0 ? lines : ['No new alert.'] }
}
