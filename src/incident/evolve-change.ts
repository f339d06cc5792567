import type { EventData } from './events.ts'
import type { Backup, Change, EvolveBy, Incident, Waiver } from './incident.ts'
import { withChanged } from './list.ts'
import { nextRef } from './ref.ts'

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
  | 'CopiesExpired'
  | 'CopyPutBack'
  | 'RowsDiffer'
  | 'ChangedWithoutCopy'
  | 'ChangeLooked'

/** How changes, the copies that protect them and the waivers change the incident. */
export const evolveChange: EvolveBy<ChangeEvent> = {
  ChangeProposed: (was, data, entry) => {
    const { change: id, ...said } = data
    const proposed: Change = { id, ...said, state: 'proposed', results: [], by: entry.by.name, at: entry.at }
    return { ...was, changes: [...was.changes, proposed] }
  },
  BackupStarted: (was, data, entry) => {
    const { backup: id, ...said } = data
    const begun: Backup = {
      id,
      ref: nextRef('B', was.backups),
      ...said,
      covers: [],
      state: 'running',
      startedAt: entry.at,
    }
    return { ...was, backups: [...was.backups, begun] }
  },
  BackupVerified: (was, data) => {
    const { backup: id, ...said } = data
    return { ...was, backups: withChanged(was.backups, id, { ...said, state: 'verified' }) }
  },
  BackupFailed: (was, { backup, reason, stopped, why }) => ({
    ...was,
    backups: withChanged(was.backups, backup, {
      state: 'failed',
      reason,
      ...(stopped && { stopped }),
      ...(why && { why }),
    }),
  }),
  CopiesExpired: (was, { backups, why }, { at }) => ({
    ...was,
    backups: was.backups.map(one => (backups.includes(one.id) ? { ...one, expired: { why, at } } : one)),
  }),
  CopyPutBack: (was, { backup: id, ...said }, { by, at }) => {
    const before = was.backups.find(one => one.id === id)?.putBack ?? []
    return { ...was, backups: withChanged(was.backups, id, { putBack: [...before, { ...said, by: by.name, at }] }) }
  },
  Waived: (was, data, entry) => ({
    ...was,
    waivers: [...was.waivers, { ...data, id: entry.id, by: entry.by.name, at: entry.at }],
  }),
  ChangeStarted: (was, data, entry) => ({
    ...was,
    waivers: data.wayBack ? was.waivers : usedUp(was, data.change, entry.at),
    changes: withChanged(was.changes, data.change, {
      state: 'applying',
      how: data.how,
      note: undefined,
      ...plan(data),
      ...wentWith(was, data),
    }),
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
      note: data.reason,
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
  RowsDiffer: (was, { change, ...rowsDiffer }) => ({
    ...was,
    changes: withChanged(was.changes, change, { rowsDiffer }),
  }),
  ChangedWithoutCopy: (was, data, { by, at }) => ({
    ...was,
    withoutCopy: [...(was.withoutCopy ?? []), { ...data, by: by.name, at }],
  }),
  ChangeLooked: (was, { change: id, ...look }, { at }) => {
    const before = was.changes.find(one => one.id === id)?.looks ?? []
    return { ...was, changes: withChanged(was.changes, id, { looks: [...before, { ...look, at }] }) }
  },
}

const plan = ({ plan }: EventData['ChangeStarted']): Partial<Change> => (plan ? { plan } : {})

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
