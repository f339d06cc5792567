import type { EventData } from './events.ts'
import type { Change, EvolveBy, Incident, Waiver } from './incident.ts'
import { withChanged } from './list.ts'

type ChangeEvent =
  | 'ChangeProposed'
  | 'BackupStarted'
  | 'BackupVerified'
  | 'BackupFailed'
  | 'Waived'
  | 'ChangeStarted'
  | 'ChangeApplied'
  | 'ChangeFailed'
  | 'ChangeVerified'
  | 'ChangeRolledBack'

/** How changes, the copies that protect them and the waivers change the incident. */
export const evolveChange: EvolveBy<ChangeEvent> = {
  ChangeProposed: (was, data, entry) => {
    const { change: id, ...said } = data
    const proposed: Change = { id, ...said, state: 'proposed', results: [], by: entry.by.name, at: entry.at }
    return { ...was, changes: [...was.changes, proposed] }
  },
  BackupStarted: (was, data, entry) => {
    const { backup: id, ...said } = data
    return {
      ...was,
      backups: [...was.backups, { id, ...said, covers: [], state: 'running', startedAt: entry.at }],
    }
  },
  BackupVerified: (was, data) => {
    const { backup: id, ...said } = data
    return { ...was, backups: withChanged(was.backups, id, { ...said, state: 'verified' }) }
  },
  BackupFailed: (was, data) => ({
    ...was,
    backups: withChanged(was.backups, data.backup, { state: 'failed', reason: data.reason }),
  }),
  Waived: (was, data, entry) => ({
    ...was,
    waivers: [...was.waivers, { ...data, id: entry.id, by: entry.by.name, at: entry.at }],
  }),
  ChangeStarted: (was, data, entry) => ({
    ...was,
    waivers: data.wayBack ? was.waivers : usedUp(was, data.change, entry.at),
    changes: withChanged(was.changes, data.change, { state: 'applying', how: data.how, ...wentWith(was, data) }),
  }),
  ChangeApplied: (was, data, entry) => ({
    ...was,
    waivers: usedUp(was, data.change, entry.at),
    changes: withChanged(was.changes, data.change, {
      state: 'applied',
      how: data.how,
      results: data.results,
      appliedAt: entry.at,
      ...wentWith(was, data),
      ...(data.note && { note: data.note }),
    }),
  }),
  ChangeFailed: (was, data, entry) => ({
    ...was,
    changes: withChanged(was.changes, data.change, {
      state: 'failed',
      how: data.how,
      results: data.results,
      appliedAt: entry.at,
    }),
  }),
  ChangeVerified: (was, data, entry) => ({
    ...was,
    changes: withChanged(was.changes, data.change, { state: 'verified', endedAt: entry.at }),
  }),
  ChangeRolledBack: (was, data, entry) => ({
    ...was,
    changes: withChanged(was.changes, data.change, { state: 'rolled back', endedAt: entry.at }),
  }),
}

type WentWith = Pick<EventData['ChangeApplied'], 'change' | 'backup' | 'waived' | 'advice'>

/** What it was advised against stays with it, from when it was proposed on. */
function wentWith(was: Incident, { change, backup, waived, advice = [] }: WentWith): Partial<Change> {
  const before = was.changes.find(one => one.id === change)?.advice ?? []
  const all = [...new Set([...before, ...advice])]
  return { ...(backup && { backup }), ...(waived && { waived }), ...(all.length > 0 && { advice: all }) }
}

/** A waiver covers its change once: what was in effect when the change began is spent. */
function usedUp(was: Incident, change: string, at: string): Waiver[] {
  const isSpent = (waiver: Waiver) => waiver.change === change && waiver.effectiveAt <= at
  return was.waivers.map(waiver => (isSpent(waiver) ? { ...waiver, isUsed: true } : waiver))
}
