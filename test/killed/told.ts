import type { Entry, EntryOf } from '../../src/incident/entry.ts'
import type { EventType } from '../../src/incident/events.ts'
import type { Incident } from '../../src/incident/incident.ts'

/** An incident as it is folded, and as it was told. */
export interface Told {
  is: Incident
  entries: Entry[]
}

export const of = <T extends EventType>(entries: Entry[], type: T): EntryOf<T>[] =>
  entries.filter(entry => entry.type === type) as unknown as EntryOf<T>[]
