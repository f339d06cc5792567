import type { ToRoom } from '../api/room-messages.ts'
import type { Entry } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'

/** What everybody in a room hears, read once and built once on each node. */
export interface RoomFeed {
  /** Entries after seq `after`, and on, as frames; `backlog` is what was handed over and not taken yet, in bytes. Returns how to stop. */
  watch(incident: string, after: number, to: { frame(frame: Buffer): void; backlog(): number }): () => void
  /** The node's own copy; `asOf` (RFC 3339) is when it was last known to be all. */
  copy(incident: string): { entries: readonly Entry[]; is: Incident; asOf: string } | undefined
  /** To everybody who has the room open here, `but` those for whom it answers true. */
  say(incident: string, message: ToRoom, but?: (person: string) => boolean): void
}
