import type { Canary } from './engine/health.ts'
import { type Performers, performAsk } from './engine/perform.ts'
import type { Settings } from './settings.ts'

/** Who does what is owed, by kind. */
export function performers(_settings: Settings, flown: Canary): Performers {
  return {
    ask: performAsk,
    canary: async () => {
      flown.came()
      return { outcome: 'delivered', answer: 'came through' }
    },
  } as unknown as Performers
}
