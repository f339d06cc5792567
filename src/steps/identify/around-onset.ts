import { howLong } from '../../incident/how-long.ts'
import type { Evidence, Incident } from '../../incident/incident.ts'
import type { SizeUp } from './size-up.ts'

export interface Near {
  at: string
  kind: 'change' | 'onset' | 'alert' | 'evidence'
  says: string
  /** Who or where it is from. */
  from?: string
  ref?: string
}

const anHourMs = 3_600_000

/** What changed, what fired and what else was seen, in the order of its time, from an hour before it began to an hour after. */
export function aroundOnset(is: Incident, changed: SizeUp['whatChanged']): Near[] {
  const onset = is.startedAt || is.openedAt
  const near: Near[] = [
    { at: onset, kind: 'onset', says: 'It began' },
    ...changed.map((one): Near => ({ at: one.at, kind: 'change', says: one.summary, from: one.author })),
    ...is.alerts.map((one): Near => ({ at: one.startedAt, kind: 'alert', says: one.title, from: one.source })),
    ...is.evidence.filter(one => one.kind !== 'alert').map(seen),
  ]
  return near
    .filter(one => Math.abs(Date.parse(one.at) - Date.parse(onset)) <= anHourMs)
    .toSorted(
      (a, b) => Date.parse(a.at) - Date.parse(b.at) || Number(b.kind === 'change') - Number(a.kind === 'change'),
    )
}

const seen = ({ at, from, command, excerpt, source, ref }: Evidence): Near => ({
  at: from ?? at,
  kind: 'evidence',
  says: (command ?? excerpt.trim().split('\n')[0] ?? source).replaceAll('\t', ' '),
  from: source,
  ref,
})

/** `4 min before`, `at the start`, `31 s after`. */
export function fromOnset(at: string, onset: string): string {
  const ms = Date.parse(at) - Date.parse(onset)
  if (Math.abs(ms) < 1_000) return 'at the start'
  return ms < 0 ? `${howLong(-ms)} before` : `${howLong(ms)} after`
}
