import type { AcceptLog } from './engine/accept.ts'
import type { Applier } from './engine/applier.ts'
import type { Desk } from './engine/desk.ts'
import { every, type Repeating } from './engine/every.ts'
import type { Outside } from './engine/outside.ts'
import { prober } from './engine/probe/look-at-probes.ts'
import { watchHeartbeats } from './engine/watch-heartbeats.ts'

const secondMs = 1_000

/**
 * What Fireline looks after by itself: heartbeats that stop, probes that fail. What it finds is accepted and applied like
 * everybody's alerts.
 */
export function startLooking(
  desk: Desk,
  { outbound }: Pick<Outside, 'outbound'>,
  log: AcceptLog,
  applier: Applier,
): Repeating {
  const applied: AcceptLog = {
    ...log,
    async accept(incoming) {
      const receipt = await log.accept(incoming)
      void applier.applied()
      return receipt
    },
  }
  const probes = prober(desk, applied, outbound)
  const looks = [
    every(desk, secondMs, 'looking after heartbeats', wasDeaf => watchHeartbeats(desk, applied, wasDeaf)),
    every(desk, secondMs, 'looking at probes', () => probes.begin()),
  ]
  return {
    soon: () => looks.forEach(look => look.soon()),
    async stop() {
      await Promise.all(looks.map(look => look.stop()))
      await probes.settled()
    },
  }
}
