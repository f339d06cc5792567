import type { Loaders } from './engine/desk.ts'
import { loadPeople, loadRules, loadService } from './store/loaders.ts'

/** How each thing that a decision may want to know is read. */
export const loaders: Loaders = {
  people: loadPeople,
  service: loadService,
  rules: loadRules,
  policy: async () => ({ slug: 'default', steps: [], repeat: 0, repeatAfterMs: 300_000, fallback: [] }),
  channels: async () => new Map(),
  recentChanges: async () => [],
  pages: async () => [],
}
