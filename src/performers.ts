import { performCall } from './engine/call.ts'
import type { Canary } from './engine/health.ts'
import type { Outside } from './engine/outside.ts'
import { type Performers, performAsk } from './engine/perform.ts'
import { performAskAuthor, performDigest, performTellStakeholders } from './engine/tell.ts'

/** Who does what is owed, by kind. */
export function performers(flown: Canary, outside: Outside): Performers {
  return {
    ask: performAsk,
    call: performCall(outside),
    'tell-stakeholders': performTellStakeholders(outside),
    'ask-author': performAskAuthor(outside),
    digest: performDigest(outside),
    canary: async () => {
      flown.came()
      return { outcome: 'delivered', answer: 'came through' }
    },
  } as unknown as Performers
}
