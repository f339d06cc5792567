import type { Change, EvolveBy } from './incident.ts'
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
  ChangeStarted: (was, data) => ({
    ...was,
    changes: withChanged(was.changes, data.change, { state: 'applying', how: data.how }),
  }),
  ChangeApplied: (was, data, entry) => ({
    ...was,
    changes: withChanged(was.changes, data.change, {
      state: 'applied',
      how: data.how,
      results: data.results,
      appliedAt: entry.at,
      backup: data.backup,
      waived: data.waived,
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
