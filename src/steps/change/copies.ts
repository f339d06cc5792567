import type { BackupLevel } from '../../incident/events.ts'
import type { Backup, Change, Incident } from '../../incident/incident.ts'
import type { Known } from '../../incident/known.ts'
import { covers, levelNeeded, overlaps } from '../../incident/touches.ts'
import { countsFor } from './rows-saved.ts'
import type { NoCopy } from './say-copies.ts'

/** How old a copy may be and still count. */
export const freshForMs = 15 * 60_000

export type Evidence = Pick<Known, 'artefacts' | 'distances'>

/**
 * The proven copy that a change of this resource may rest on, or why there is none. From evidence re-read now: covering, proven
 * far enough, fresh, taken after the last change of the resource, and on disk as it was proven. An older one counts when it was proven
 * before and nothing was written since. What is in doubt does not count.
 */
export function copyFor(was: Incident, change: Change, touch: string, at: string, evidence: Evidence): Backup | NoCopy {
  const busy = was.changes.find(
    other => other.id !== change.id && other.state === 'applying' && touchesIt(other, touch),
  )
  if (busy) return { touch, why: 'being-changed', by: busy.ref }
  const changedAt = lastChangedAt(was, touch)
  const proven = was.backups.filter(
    (backup): backup is Proven =>
      backup.state === 'verified' &&
      backup.takenAt !== undefined &&
      countsFor(backup, change) &&
      backup.covers.some(copy => covers(copy, touch)),
  )
  const newestFirst = proven.sort((a, b) => (a.takenAt < b.takenAt ? 1 : -1))
  const judged = newestFirst.map(backup => judge(backup, touch, at, changedAt, evidence))
  const good = judged.find(one => 'id' in one)
  if (good) return good
  const isRunning = was.backups.some(
    backup => backup.state === 'running' && backup.touches.some(copy => covers(copy, touch)),
  )
  return judged[0] ?? { touch, why: isRunning ? 'running' : 'none' }
}

type Proven = Backup & { takenAt: string }

function judge(backup: Proven, touch: string, at: string, changedAt: string, evidence: Evidence): Backup | NoCopy {
  const { takenAt } = backup
  const stale = isStale(backup, touch, at, evidence)
  if (stale) return stale
  if (changedAt >= takenAt) return { touch, why: 'changed-since', takenAt }
  if (!reaches(backup.level, levelNeeded(touch))) return { touch, why: 'too-low', takenAt }
  const found = evidence.artefacts.get(backup.id)?.digest
  if (found === undefined) return { touch, why: 'gone', takenAt }
  const rows = evidence.artefacts.get(backup.id)?.rows ?? 'unknown'
  if (backup.driver === 'rows' && rows !== 'same') return { touch, why: `rows-${rows}`, takenAt }
  return found === backup.digest ? backup : { touch, why: 'altered', takenAt }
}

/** One that was proven before the incident may be older than others, while nothing was written since. */
function isStale(
  { id, kind, takenAt }: Proven,
  touch: string,
  at: string,
  { distances }: Evidence,
): NoCopy | undefined {
  const ageMs = Date.parse(at) - Date.parse(takenAt)
  if (ageMs >= 0 && ageMs <= freshForMs) return undefined
  if (kind !== 'last' || !(ageMs >= 0)) return { touch, why: 'old', takenAt }
  const since = distances.get(id)
  if (!since) return { touch, why: 'distance-unknown', takenAt }
  return since.changed.length > 0 ? { touch, why: 'written-since', takenAt } : undefined
}

export const reaches = (level: BackupLevel | undefined, needed: BackupLevel): boolean =>
  level !== undefined && level >= needed

/** When anything last changed this resource, failed attempts and ways back included; '' when nothing did. */
function lastChangedAt(was: Incident, touch: string): string {
  const times = was.changes
    .filter(change => touchesIt(change, touch))
    .flatMap(change => [change.appliedAt ?? '', change.state === 'rolled back' ? (change.endedAt ?? '') : ''])
  return times.sort().at(-1) ?? ''
}

/** A change that does not say what it touches may touch anything. */
function touchesIt(change: Change, touch: string): boolean {
  return change.touches.length === 0 || change.touches.some(other => overlaps(other, touch))
}
