import type { Loaders } from './engine/desk.ts'
import { loadJoining } from './store/alerts.ts'
import { loadRecentChanges } from './store/changes.ts'
import { loadKept, loadOtherIncident, loadPeople, loadRules, loadService } from './store/loaders.ts'

/** How each thing that a decision may want to know is read. */
export const loaders: Loaders = {
  people: loadPeople,
  service: loadService,
  rules: loadRules,
  kept: loadKept,
  otherIncident: loadOtherIncident,
  policy: async () => ({ slug: 'default', zone: 'UTC', steps: [], repeat: 0, repeatAfterMs: 300_000, fallback: [] }),
  onCall: async () => [] as never,
  channels: async () => new Map(),
  recentChanges: loadRecentChanges,
  joining: loadJoining,
  pages: async () => [],
  knownPage: async () => undefined,
  seen: async () => new Set(),
  resources: async () => new Map(),
  artefacts: async () => new Map(),
  mayRunHere: async () => false,
}
