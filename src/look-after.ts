import type { AcceptLog } from './engine/accept.ts'
import type { Applier } from './engine/applier.ts'
import type { Desk } from './engine/desk.ts'
import { every, type Repeating } from './engine/every.ts'
import { watchHeartbeats } from './engine/watch-heartbeats.ts'

const heartbeatsMs = 1_000

/** What Fireline looks after by itself: heartbeats that stop. What it finds is accepted and applied like everybody's alerts. */
export function startLooking(desk: Desk, log: AcceptLog, applier: Applier): Repeating {
  const applied: AcceptLog = {
    ...log,
    async accept(incoming) {
      const receipt = await log.accept(incoming)
      void applier.applied()
      return receipt
    },
  }
  const looks = [
    every(desk, heartbeatsMs, 'looking after heartbeats', wasDeaf => watchHeartbeats(desk, applied, wasDeaf)),
  ]
  return {
    async stop() {
      await Promise.all(looks.map(look => look.stop()))
    },
  }
}
