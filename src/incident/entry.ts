import type { EventData, EventType, IncidentEvent } from './events.ts'

/** Who did it. The name is the one they had at the time, so that a timeline reads without the table of people. */
export interface Actor {
  kind: 'person' | 'service' | 'agent' | 'system'
  id: string
  name: string
}

/** One line of a timeline as everyone sees it: in the table, over the API, in streams and exports. */
export type Entry = IncidentEvent & EntryHead

export interface EntryHead {
  id: string
  incident: string
  /** 1, 2, 3 … without gaps within one incident. */
  seq: number
  /** RFC 3339 UTC with milliseconds; never goes back within a timeline. */
  at: string
  by: Actor
  /** True once a redaction masked the free text of `data`; the chain still verifies. */
  redacted?: true
}

/** The entry of one event type, for functions that care about just that one. */
export type EntryOf<T extends EventType> = EntryHead & { type: T; v: number; data: EventData[T] }

export const fireline: Actor = { kind: 'system', id: 'fireline', name: 'Fireline' }
