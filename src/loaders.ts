import type { Loaders } from './engine/desk.ts'
import { loadChannels } from './store/contacts.ts'
import { loadOnCall, loadPolicy } from './store/on-call.ts'
import { loadKept, loadOtherIncident, loadPeople, loadRules, loadService } from './store/loaders.ts'

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
  recentChanges: async () => [],
  pages: async () => [],
  knownPage: async () => undefined,
  seen: async () => new Set(),
  resources: async () => new Map(),
  artefacts: async () => new Map(),
  mayRunHere: async () => false,
}
