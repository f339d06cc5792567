import type { Principal } from '../access/may.ts'
import type { Desk } from '../engine/desk.ts'
import { reason } from '../engine/log.ts'
import { noteMoved } from '../store/room-activity.ts'

/** Kept at most this often for one person in one room: quiet is counted in minutes. */
const keptEveryMs = 60_000
/** So many of the latest are known by heart; a forgotten one is written once more. */
const mostKnown = 1_000

const keptByDesk = new WeakMap<Desk, Map<string, number>>()

/** This person typed or moved in the room, so the quiet of who has it goes on. It never holds up what they do. */
export function moved(desk: Desk, incident: string, who: Principal): void {
  if (who.kind !== 'person') return
  const kept = keptByDesk.get(desk) ?? new Map<string, number>()
  keptByDesk.set(desk, kept)
  const key = `${incident} ${who.id}`
  const nowMs = desk.clock.now().getTime()
  if (nowMs - (kept.get(key) ?? 0) < keptEveryMs) return
  kept.delete(key)
  kept.set(key, nowMs)
  const oldest = kept.size > mostKnown ? kept.keys().next().value : undefined
  if (oldest) kept.delete(oldest)
  noteMoved(desk.db, incident, who.id, desk.clock.at()).catch((error: unknown) => {
    kept.delete(key)
    desk.log.error('could not keep that somebody moved', { incident, reason: reason(error) })
  })
}
