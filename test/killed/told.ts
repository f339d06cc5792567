import type { Entry, EntryOf } from '../../src/incident/entry.ts'
import type { EventType } from '../../src/incident/events.ts'
import type { Incident } from '../../src/incident/incident.ts'
import type { Caller } from '../harness.ts'

/** An incident as it is folded, and as it was told. */
export interface Told {
  is: Incident
  entries: Entry[]
}

export const of = <T extends EventType>(entries: Entry[], type: T): EntryOf<T>[] =>
  entries.filter(entry => entry.type === type) as unknown as EntryOf<T>[]

/** Every incident there is, from its first entry on. */
export async function everyTimeline(admin: Caller): Promise<Told[]> {
  const { incidents } = (await admin.get<{ incidents: Incident[] }>('/api/v1/incidents')).body
  return Promise.all(
    incidents.map(async ({ id }) => {
      const is = (await admin.get<Incident>(`/api/v1/incidents/${id}`)).body
      const path = `/api/v1/incidents/${id}/timeline?after=0`
      return { is, entries: (await admin.get<{ entries: Entry[] }>(path)).body.entries }
    }),
  )
}
