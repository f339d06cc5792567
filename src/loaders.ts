import type { Loaders } from './engine/desk.ts'
import { loadJoining } from './store/alerts.ts'
import { loadRecentChanges } from './store/changes.ts'
import { loadChannels } from './store/contacts.ts'
import { loadKept, loadOtherIncident, loadPeople, loadRules, loadService } from './store/loaders.ts'
import { loadOnCall, loadPolicy } from './store/on-call.ts'

/** How each thing that a decision may want to know is read. */
export const loaders: Loaders = {
  people: loadPeople,
  service: loadService,
  rules: loadRules,
  kept: loadKept,
  otherIncident: loadOtherIncident,
  policy: loadPolicy,
  onCall: loadOnCall,
  channels: loadChannels(false),
  recentChanges: loadRecentChanges,
  joining: loadJoining,
  pages: async () => [],
  knownPage: async () => undefined,
  namedPage: async () => undefined,
  seen: async () => new Set(),
  resources: async () => new Map(),
  artefacts: async () => new Map(),
  mayRunHere: async () => false,
}
